package dev.agentloop.runtime.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class OutputTruncatorTest {
    @Test
    void aTextWithinTheBudgetIsLeftAlone() {
        assertThat(OutputTruncator.truncate("hello", 5)).isEqualTo("hello");
    }

    @Test
    void headAndTailAreKeptAndTheGapIsNamed() {
        assertThat(OutputTruncator.truncate("a".repeat(50) + "b".repeat(50), 20))
                .isEqualTo("a".repeat(10) + "\n… 80 bytes (about 20 tokens) left out of 100 …\n" + "b".repeat(10));
    }

    @Test
    void partsShareTheBudgetInOrderAndImagesAreKept() {
        ToolOutput output = ToolOutput.of(
                new Content.Text("x".repeat(300)),
                new Content.Image("data:image/png;base64,AA"),
                new Content.Text("end"));
        ToolOutput kept = OutputTruncator.truncate(output, 1000);
        assertThat(kept).isSameAs(output);
        assertThat(OutputTruncator.truncate(output, 100).content().get(1))
                .isEqualTo(output.content().get(1));
    }

    @Test
    void whatAnEarlierPartUsesIsNotThereForLaterOnes() {
        ToolOutput output = ToolOutput.of(new Content.Text("12345"), new Content.Text("1234567890"));

        assertThat(OutputTruncator.truncate(output, 15)).isSameAs(output);
        assertThat(OutputTruncator.truncate(output, 9).content())
                .containsExactly(
                        new Content.Text("12345"),
                        new Content.Text("12\n… 6 bytes (about 2 tokens) left out of 10 …\n90"));
        assertThat(OutputTruncator.truncate(output, 5).content())
                .containsExactly(
                        new Content.Text("12345"),
                        new Content.Text("\n… 10 bytes (about 3 tokens) left out of 10 …\n"));
    }

    @Test
    void bytesAreThoseOfUtf8() {
        assertThat(OutputTruncator.truncate("\u007f\u0080\u07ff\u0800\uffff\ud83d\ude00", 15))
                .isEqualTo("\u007f\u0080\u07ff\u0800\uffff\ud83d\ude00");
        assertThat(OutputTruncator.truncate("\u007f\u0080\u07ff\u0800\uffff\ud83d\ude00", 14))
                .isEqualTo("\u007f\u0080\u07ff\n… 3 bytes (about 1 tokens) left out of 15 …\n\uffff\ud83d\ude00");
    }

    @Property
    void headAndTailAreAsLongAsTheBudgetAllows(
            @ForAll @StringLength(max = 300) String text, @ForAll @IntRange(min = 1, max = 200) int budget) {
        Assume.that(utf8(text) > budget && !text.contains("…") && isWellFormed(text));
        String[] parts = OutputTruncator.truncate(text, budget).split("\n… |…\n", -1);
        String head = parts[0];
        String tail = parts[2];

        assertThat(text).startsWith(head).endsWith(tail);
        int kept = utf8(head) + utf8(tail);
        assertThat(kept).isBetween(budget - 6, budget); // at each cut, a character of up to four bytes may not fit
        assertThat(parts[1]).startsWith(utf8(text) - kept + " bytes ");
    }

    @Property
    void noCharacterIsEverCutInTwo(
            @ForAll @StringLength(max = 400) String text, @ForAll @IntRange(min = 1, max = 200) int budget) {
        String kept = OutputTruncator.truncate(text, budget);
        if (isWellFormed(text)) {
            assertThat(isWellFormed(kept)).isTrue();
        }
        if (utf8(text) <= budget) {
            assertThat(kept).isEqualTo(text);
        }
    }

    /** Without half a surrogate pair. */
    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

package dev.agentloop.runtime.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.nio.charset.StandardCharsets;
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

    @Property
    void noCharacterIsEverCutInTwo(
            @ForAll @StringLength(max = 400) String text, @ForAll @IntRange(min = 1, max = 200) int budget) {
        boolean wellFormed = text.equals(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        String kept = OutputTruncator.truncate(text, budget);
        if (wellFormed) {
            assertThat(new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(kept);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length <= budget) {
            assertThat(kept).isEqualTo(text);
        }
    }
}

package dev.agentloop.tools.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class OutputBudgetTest {

    @Test
    void textThatFitsIsKept() {
        assertThat(new OutputBudget(3).apply("abc")).isEqualTo("abc");
    }

    @Test
    void headAndTailAreKeptAndTheMiddleIsCounted() {
        String text =
                IntStream.rangeClosed(1, 100).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());

        assertThat(new OutputBudget(40).apply(text))
                .isEqualTo("line 1\nline 2\n… 96 lines, 761 bytes left out …\nline 99\nline 100\n");
    }

    @Test
    void singleLongLineIsCutInside() {
        assertThat(new OutputBudget(6).apply("abcdefghij")).isEqualTo("abc\n… 1 lines, 4 bytes left out …\nhij");
    }

    @Property
    void keptPartsStayWithinTheBudgetAndWholeCharacters(
            @ForAll @StringLength(max = 300) String text, @ForAll @IntRange(min = 1, max = 100) int bytes) {
        String valid = new String(text.getBytes(UTF_8), UTF_8);

        String kept = new OutputBudget(bytes).apply(valid);

        if (valid.getBytes(UTF_8).length <= bytes) {
            assertThat(kept).isEqualTo(valid);
        } else {
            assertThat(kept.getBytes(UTF_8).length).isLessThan(bytes + 60);
            assertThat(new String(kept.getBytes(UTF_8), UTF_8)).isEqualTo(kept);
        }
    }
}

package dev.agentloop.sandbox.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.CapturedOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutputCaptureTest {

    private static CapturedOutput capture(int maxBytes, String... parts) {
        OutputCapture capture = new OutputCapture(maxBytes);
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            capture.write(bytes, bytes.length);
        }
        return capture.result();
    }

    @Test
    void shortOutputIsKeptWhole() {
        assertThat(capture(10, "hello", "world")).isEqualTo(new CapturedOutput("helloworld", 10, false));
    }

    @Test
    void longOutputKeepsBothEnds() {
        assertThat(capture(6, "abcdef", "ghij"))
                .isEqualTo(new CapturedOutput("abc\n[... 4 of 10 bytes left out ...]\nhij", 10, true));
    }

    @Test
    void cutCharactersAreNotShownInHalves() {
        assertThat(capture(8, "ab\u20ac\u20ac\u20ac\u20acyz").text())
                .isEqualTo("ab\n[... 8 of 16 bytes left out ...]\nyz");
    }

    @Property
    void keepsHeadAndTailHoweverTheStreamIsCut(
            @ForAll @Size(max = 200) byte[] stream,
            @ForAll @IntRange(min = 1, max = 60) int maxBytes,
            @ForAll @IntRange(min = 1, max = 50) int step) {
        for (int i = 0; i < stream.length; i++) {
            stream[i] = (byte) ('a' + Math.floorMod(stream[i], 26));
        }
        OutputCapture capture = new OutputCapture(maxBytes);
        for (int from = 0; from < stream.length; from += step) {
            byte[] part = Arrays.copyOfRange(stream, from, Math.min(stream.length, from + step));
            capture.write(part, part.length);
        }
        String whole = new String(stream, StandardCharsets.US_ASCII);
        int head = maxBytes - maxBytes / 2;
        int tail = maxBytes / 2;
        String expected = stream.length <= maxBytes
                ? whole
                : whole.substring(0, head) + "\n[... " + (stream.length - maxBytes) + " of " + stream.length
                        + " bytes left out ...]\n" + whole.substring(stream.length - tail);

        assertThat(capture.result()).isEqualTo(new CapturedOutput(expected, stream.length, stream.length > maxBytes));
    }
}

package dev.agentloop.tools.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class HeadTailBufferTest {

    private static void add(HeadTailBuffer buffer, byte[] bytes) {
        buffer.add(bytes, bytes.length);
    }

    private static void add(HeadTailBuffer buffer, String text) {
        add(buffer, text.getBytes(UTF_8));
    }

    @Test
    void whatWasTakenIsGone() {
        HeadTailBuffer buffer = new HeadTailBuffer(10);
        add(buffer, "one");
        assertThat(buffer.take(false)).isEqualTo("one");
        add(buffer, "two");
        assertThat(buffer.take(false)).isEqualTo("two");
        assertThat(buffer.take(true)).isEmpty();
    }

    @Test
    void headAndTailAreKept() {
        HeadTailBuffer buffer = new HeadTailBuffer(4);
        add(buffer, "abcdef");
        add(buffer, "ghijk");
        assertThat(buffer.take(true)).isEqualTo("abcd\n… 3 bytes left out …\nhijk");
        add(buffer, "0123456789");
        assertThat(buffer.take(true)).isEqualTo("0123\n… 2 bytes left out …\n6789");
    }

    @Test
    void unfinishedCharacterWaitsForItsRest() {
        byte[] euro = "€".getBytes(UTF_8);
        HeadTailBuffer buffer = new HeadTailBuffer(10);
        buffer.add(euro, 2);
        assertThat(buffer.take(false)).isEmpty();
        add(buffer, new byte[] {euro[2]});
        assertThat(buffer.take(false)).isEqualTo("€");
        buffer.add(euro, 2);
        assertThat(buffer.take(true)).isEqualTo("\ufffd");
    }

    @Property
    void piecesGiveTheTextWhateverTheirSizes(
            @ForAll @StringLength(max = 60) String text, @ForAll @IntRange(min = 1, max = 9) int piece) {
        byte[] bytes = text.getBytes(UTF_8);
        HeadTailBuffer buffer = new HeadTailBuffer(150);
        StringBuilder taken = new StringBuilder();
        for (int at = 0; at < bytes.length; at += piece) {
            byte[] next = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
            add(buffer, next);
            taken.append(buffer.take(false));
        }
        taken.append(buffer.take(true));
        assertThat(taken.toString()).isEqualTo(new String(bytes, UTF_8));
    }

    @Property
    void floodKeepsExactlyHeadAndTail(
            @ForAll @IntRange(min = 1, max = 300) int length, @ForAll @IntRange(min = 1, max = 40) int piece) {
        HeadTailBuffer buffer = new HeadTailBuffer(50);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < length; i++) {
            all.append((char) ('a' + i % 26));
        }
        byte[] bytes = all.toString().getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            add(buffer, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
        }
        String expected = length <= 100
                ? all.toString()
                : all.substring(0, 50) + "\n… " + (length - 100) + " bytes left out …\n" + all.substring(length - 50);
        assertThat(buffer.take(true)).isEqualTo(expected);
    }
}

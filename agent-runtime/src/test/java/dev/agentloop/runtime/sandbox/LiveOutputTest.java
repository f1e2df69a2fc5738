package dev.agentloop.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveOutputTest {
    private final List<String> shown = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final LiveOutput live = new LiveOutput(shown::add, now::get);

    private void arrive(boolean error, byte... bytes) {
        live.arrived(error, bytes, bytes.length);
    }

    @Test
    void charactersAreNeverSplit() {
        byte[] bytes = "aé😀b".getBytes(UTF_8);
        for (byte one : bytes) {
            arrive(false, one);
        }
        assertThat(shown).containsExactly("a", "é", "😀", "b");
    }

    @Test
    void theTwoStreamsDoNotMixTheirBytes() {
        byte[] e = "é".getBytes(UTF_8);
        arrive(false, e[0]);
        arrive(true, "err".getBytes(UTF_8));
        arrive(false, e[1]);
        assertThat(shown).containsExactly("err", "é");
    }

    @Test
    void whatIsNotTextIsShownAsReplaced() {
        arrive(false, (byte) 0xff, (byte) 'a');
        assertThat(shown).containsExactly("\uFFFDa");
    }

    @Test
    void aFloodIsShownInPartAndTheGapIsMarked() {
        byte[] much = "x".repeat(LiveOutput.WINDOW_BYTES - 1).getBytes(UTF_8);
        arrive(false, much);
        arrive(false, much);
        arrive(false, much);
        assertThat(String.join("", shown)).isEqualTo("x".repeat(LiveOutput.WINDOW_BYTES));

        shown.clear();
        now.addAndGet(LiveOutput.WINDOW_NANOS + 1);
        arrive(false, "later".getBytes(UTF_8));
        arrive(false, "!".getBytes(UTF_8));
        assertThat(shown).containsExactly("\n… output left out …\nlater", "!");
    }

    @Test
    void nothingIsShownAfterTheEnd() {
        live.end();
        arrive(false, (byte) 'a');
        assertThat(shown).isEmpty();
    }
}

package dev.agentloop.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentloop.internal.sse.SseLimitException.Limit;
import java.nio.charset.StandardCharsets;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseLimitsTest {
    @Test
    void lineAndEventMayBeExactlyAsLongAsTheCaps() throws Exception {
        SseStream stream = new SseStream(new Buffer().writeUtf8("data:1234\ndata:6789\r\n\n"), 9, 9);

        assertThat(stream.nextEvent()).isTrue();
        assertThat(stream.dataString()).isEqualTo("1234\n6789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:67890\n\n", "data:67890", ":123456789\n", "unknown: x\n"})
    void aLineOneByteTooLongIsRefusedHoweverItIsDelivered(String tooLong) {
        String bytes = "data:1\n\n" + tooLong;
        for (Source source : new Source[] {
            new Buffer().writeUtf8(bytes), PiecesSource.oneByteAtATime(bytes.getBytes(StandardCharsets.UTF_8))
        }) {
            assertRefused(new SseStream(Okio.buffer(source), 9, 100), Limit.LINE, 9, "maxLineBytes");
        }
    }

    @Test
    void anEventOneByteTooLongIsRefused() {
        Buffer source = new Buffer().writeUtf8("data:1\n\ndata:1234\ndata:67890\n\ndata:2\n\n");

        assertRefused(new SseStream(source, 100, 9), Limit.EVENT, 9, "maxEventBytes");
    }

    @Test
    void anEndlessLineEndsAtTheDefaultCap() {
        SseStream stream = new SseStream(endless("data: ", 'x'));

        assertThatExceptionOfType(SseLimitException.class)
                .isThrownBy(stream::next)
                .satisfies(e -> assertThat(e.maxBytes()).isEqualTo(SseStream.DEFAULT_MAX_LINE_BYTES));
    }

    @Test
    void anEndlessEventEndsAtTheDefaultCap() {
        SseStream stream = new SseStream(endless("", "data: 0123456789\n".toCharArray()));

        assertThatExceptionOfType(SseLimitException.class)
                .isThrownBy(stream::next)
                .satisfies(e -> assertThat(e.limit()).isEqualTo(Limit.EVENT));
    }

    @Test
    void anEventOfManyMegabytesOverManyLinesIsWhole() throws Exception {
        String line = "0123456789abcdef".repeat(64);
        Buffer source = new Buffer();
        int lines = 8 << 10;
        for (int i = 0; i < lines; i++) {
            source.writeUtf8("data: ").writeUtf8(line).writeUtf8("\r\n");
        }
        source.writeUtf8("\r\ndata: next\n\n");
        SseStream stream = new SseStream(source);

        assertThat(stream.nextEvent()).isTrue();
        assertThat(stream.dataString()).isEqualTo((line + "\n").repeat(lines - 1) + line);
        assertThat(stream.nextEvent()).isTrue();
        assertThat(stream.dataString()).isEqualTo("next");
    }

    private static void assertRefused(SseStream stream, Limit limit, int maxBytes, String option) {
        assertThatCode(() -> assertThat(stream.nextEvent()).isTrue()).doesNotThrowAnyException();
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(SseLimitException.class)
                    .isThrownBy(stream::nextEvent)
                    .withMessageContaining(option)
                    .satisfies(e -> assertThat(e.limit()).isEqualTo(limit))
                    .satisfies(e -> assertThat(e.maxBytes()).isEqualTo(maxBytes));
        }
    }

    private static BufferedSource endless(String start, char... repeated) {
        String block = new String(repeated).repeat(8192 / repeated.length);
        return Okio.buffer(new Source() {
            private boolean started;

            @Override
            public long read(Buffer sink, long byteCount) {
                String text = started ? block : start + block;
                started = true;
                sink.writeUtf8(text);
                return text.length();
            }

            @Override
            public Timeout timeout() {
                return Timeout.NONE;
            }

            @Override
            public void close() {}
        });
    }
}

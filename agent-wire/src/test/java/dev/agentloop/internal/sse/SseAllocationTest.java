package dev.agentloop.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;

class SseAllocationTest {
    private static final int EVENTS = 100_000;

    @Test
    void anEventCostsNoAllocationInSteadyState() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SseStream stream = new SseStream(Okio.buffer(new RepeatingSource(deltas())));
        long dataBytes = read(stream, EVENTS);

        long before = threads.getCurrentThreadAllocatedBytes();
        long measuredBytes = read(stream, EVENTS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(measuredBytes).isEqualTo(dataBytes);
        assertThat(allocated).as("bytes allocated for %d events", EVENTS).isLessThan(EVENTS);
    }

    private static long read(SseStream stream, int events) throws Exception {
        long sum = 0;
        for (int i = 0; i < events; i++) {
            if (!stream.nextEvent()) {
                throw new AssertionError("the source never ends");
            }
            sum += stream.dataLength()
                    + stream.eventType().length()
                    + stream.lastEventId().length();
        }
        return sum;
    }

    /** Ten events of two types, every fifth of two data lines, and a comment. */
    private static byte[] deltas() {
        StringBuilder text = new StringBuilder(": ping\n\nid: 4711\n");
        for (int i = 0; i < 10; i++) {
            text.append("event: response.")
                    .append(i % 3 == 0 ? "reasoning_text" : "output_text")
                    .append(".delta\n");
            text.append("data: {\"type\":\"response.output_text.delta\",\"delta\":\"some words\"}\n");
            text.append(i % 5 == 0 ? "data: x\r\n\r\n" : "\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private record RepeatingSource(byte[] bytes) implements Source {
        @Override
        public long read(Buffer sink, long byteCount) {
            sink.write(bytes);
            return bytes.length;
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }
}

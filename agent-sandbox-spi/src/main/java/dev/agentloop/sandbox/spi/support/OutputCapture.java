package dev.agentloop.sandbox.spi.support;

import dev.agentloop.sandbox.CapturedOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apiguardian.api.API;

/**
 * Keeps the beginning and the end of a stream of any length in bounded memory: the beginning says what a command does, the
 * end how it came out. Thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class OutputCapture {
    private final int headLimit;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final byte[] tail;
    private long tailWritten;

    /**
     * Keeps at most this many bytes, half of them from the beginning.
     *
     * @throws IllegalArgumentException if the number is not positive
     */
    public OutputCapture(int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " is not positive");
        }
        this.headLimit = maxBytes - maxBytes / 2;
        this.tail = new byte[maxBytes / 2];
    }

    /** Adds a part of the stream. */
    public synchronized void write(byte[] bytes, int length) {
        int toHead = Math.min(length, headLimit - head.size());
        head.write(bytes, 0, toHead);
        int from = tail.length == 0 ? length : Math.max(toHead, length - tail.length);
        tailWritten += from - toHead;
        for (int i = from; i < length; i++) {
            tail[(int) (tailWritten++ % tail.length)] = bytes[i];
        }
    }

    /** What was kept so far. */
    public synchronized CapturedOutput result() {
        long total = head.size() + tailWritten;
        long lost = Math.max(0, tailWritten - tail.length);
        byte[] end = end();
        if (lost == 0) {
            ByteArrayOutputStream all = new ByteArrayOutputStream(head.size() + end.length);
            all.writeBytes(head.toByteArray());
            all.writeBytes(end);
            return new CapturedOutput(all.toString(StandardCharsets.UTF_8), total, false);
        }
        String text = Utf8Edges.withoutBrokenEnd(head.toByteArray())
                + "\n[... " + lost + " of " + total + " bytes left out ...]\n"
                + Utf8Edges.withoutBrokenStart(end);
        return new CapturedOutput(text, total, true);
    }

    private byte[] end() {
        int kept = (int) Math.min(tailWritten, tail.length);
        byte[] ordered = new byte[kept];
        for (int i = 0; i < kept; i++) {
            ordered[i] = tail[(int) ((tailWritten - kept + i) % tail.length)];
        }
        return ordered;
    }
}

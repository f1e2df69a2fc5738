package dev.agentloop.runtime.sandbox;

import dev.agentloop.sandbox.spi.support.CommandRun;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows what a command writes while it runs: whole characters, and at most so much in a time, so that a flood neither
 * drowns listeners nor slows the command down. What is left out here is in the command's result.
 */
final class LiveOutput implements CommandRun.OutputWatcher {
    static final int WINDOW_BYTES = 16 << 10;
    static final long WINDOW_NANOS = Duration.ofMillis(250).toNanos();
    private static final String LEFT_OUT = "\n… output left out …\n";

    private final ReentrantLock lock = new ReentrantLock();
    private final Consumer<String> view;
    private final Stream output = new Stream();
    private final Stream errors = new Stream();
    private final LongSupplier nanoTime;
    private long windowStart;
    private int shown;
    private boolean leftOut;
    private boolean ended;

    /** @param view shows text; called without a lock on the threads that read the command's output */
    LiveOutput(Consumer<String> view) {
        this(view, System::nanoTime);
    }

    LiveOutput(Consumer<String> view, LongSupplier nanoTime) {
        this.view = view;
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    @Override
    public void arrived(boolean error, byte[] bytes, int length) {
        String text = take(error ? errors : output, bytes, length);
        if (!text.isEmpty()) {
            view.accept(text);
        }
    }

    private String take(Stream stream, byte[] bytes, int length) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            if (now - windowStart > WINDOW_NANOS) {
                windowStart = now;
                shown = 0;
            }
            int part = ended ? 0 : Math.min(length, WINDOW_BYTES - shown);
            boolean gap = leftOut && part > 0;
            shown += part;
            leftOut = part < length || leftOut && part == 0;
            String text = part == 0 ? "" : stream.decode(bytes, part);
            if (leftOut) {
                stream.reset(); // the next bytes do not follow on these
            }
            return gap ? LEFT_OUT + text : text;
        } finally {
            lock.unlock();
        }
    }

    /** The command has ended; what processes it left behind still write is nobody's output. */
    void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    /** One stream's bytes become characters; a character that has not all arrived waits. */
    private static final class Stream {
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private byte[] rest = new byte[0];

        String decode(byte[] bytes, int length) {
            ByteBuffer in = ByteBuffer.allocate(rest.length + length);
            in.put(rest).put(bytes, 0, length).flip();
            CharBuffer out = CharBuffer.allocate(in.remaining());
            decoder.decode(in, out, false);
            rest = new byte[in.remaining()];
            in.get(rest);
            return out.flip().toString();
        }

        void reset() {
            rest = new byte[0];
            decoder.reset();
        }
    }
}

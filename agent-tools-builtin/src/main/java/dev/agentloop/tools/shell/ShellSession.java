package dev.agentloop.tools.shell;

import dev.agentloop.tool.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A command that may outlive the call that started it. Its output is read all the time into a bounded buffer. Thread-safe.
 */
final class ShellSession implements AutoCloseable {

    /** Half of what is kept between two calls; the budget of an answer is smaller. */
    private static final int KEPT_BYTES = 512 << 10;

    /** After its end, output already written is still in the pipes; a child left behind may hold them open for ever. */
    private static final Duration DRAIN_TIME = Duration.ofMillis(150);

    /** Inputs waiting for a command that does not read; more is refused instead of kept. */
    private static final int MAX_WAITING_INPUTS = 64;

    private static final byte[] END_OF_INPUT = new byte[0];

    private final int id;
    private final RunningCommand command;
    private final HeadTailBuffer output = new HeadTailBuffer(KEPT_BYTES);
    private final List<Thread> readers = new ArrayList<>();
    private final BlockingQueue<byte[]> inputs = new LinkedBlockingQueue<>(MAX_WAITING_INPUTS);
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile long usedNanos = System.nanoTime();

    ShellSession(int id, RunningCommand command, boolean terminal) {
        this.id = id;
        this.command = command;
        readers.add(ShellThreads.start("output-" + id, () -> read(command.stdout())));
        if (!terminal) {
            readers.add(ShellThreads.start("errors-" + id, () -> read(command.stderr())));
        }
    }

    /** How things stand after waiting. */
    record State(OptionalInt exitCode, String output) {}

    int id() {
        return id;
    }

    boolean ended() {
        return command.exitCode().isPresent();
    }

    boolean unusedFor(Duration time) {
        return System.nanoTime() - usedNanos > time.toNanos();
    }

    private void read(InputStream stream) {
        byte[] bytes = new byte[8192];
        try (stream) {
            for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
                output.add(bytes, count);
            }
        } catch (IOException closed) {
            // The command was killed; there is no more output.
        }
    }

    /** Waits for the end, at most the given time, and takes the output that arrived. */
    State await(Duration time) throws InterruptedException {
        if (command.waitFor(time)) {
            long deadline = System.nanoTime() + DRAIN_TIME.toNanos();
            for (Thread reader : readers) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                reader.join(Math.max(1, left));
            }
        }
        OptionalInt exitCode = command.exitCode();
        usedNanos = System.nanoTime();
        return new State(exitCode, output.take(exitCode.isPresent()));
    }

    /** Hands over input; never waits for the command to read it. @return false when too much is waiting already */
    boolean write(byte[] bytes) {
        return bytes.length == 0 || offer(bytes);
    }

    /** Ends the input after what was written before. */
    boolean endInput() {
        return offer(END_OF_INPUT);
    }

    private boolean offer(byte[] bytes) {
        if (writing.compareAndSet(false, true)) {
            ShellThreads.start("input-" + id, this::writeAll);
        }
        return inputs.offer(bytes);
    }

    private void writeAll() {
        try (OutputStream stdin = command.stdin()) {
            while (!ended()) {
                byte[] next = inputs.poll(1, TimeUnit.SECONDS);
                if (next == END_OF_INPUT) {
                    return;
                }
                if (next != null) {
                    stdin.write(next);
                    stdin.flush();
                }
            }
        } catch (IOException closed) {
            // The command has ended or closed its input; its exit code tells.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        command.kill();
    }
}

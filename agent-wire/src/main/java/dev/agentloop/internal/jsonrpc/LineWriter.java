package dev.agentloop.internal.jsonrpc;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines in the order given, through a bounded queue. Only a task on the executor ever waits for the other side to
 * read, so a side that does not read blocks nobody for longer than that caller's own time-out.
 */
final class LineWriter {
    private record Line(byte[] bytes, Consumer<IOException> onLost) {}

    private final OutputStream output;
    private final Executor executor;
    private final int maxQueuedBytes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Queue<Line> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean draining;
    private boolean closing;
    private @Nullable IOException failure;

    LineWriter(OutputStream output, Executor executor, int maxQueuedBytes) {
        this.output = output;
        this.executor = executor;
        this.maxQueuedBytes = maxQueuedBytes;
    }

    /**
     * Queues a line, which must end with LF. One line is taken whatever its size when nothing is queued.
     *
     * @param onLost told when the line could not be written after all; on the writing task, without a lock
     * @throws IOException when it was not queued: closed, failed before, interrupted, or no room within the time-out
     */
    void write(byte[] line, long timeoutNanos, Consumer<IOException> onLost) throws IOException {
        boolean startTask;
        lock.lock();
        try {
            awaitRoom(line.length, timeoutNanos);
            queue.add(new Line(line, onLost));
            queuedBytes += line.length;
            startTask = !draining;
            draining = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting to send");
        } finally {
            lock.unlock();
        }
        if (startTask) {
            startTask();
        }
    }

    /** Closes the output when what is queued was written; does not wait for it. */
    void close() {
        boolean startTask;
        lock.lock();
        try {
            startTask = !closing && !draining;
            closing = true;
            draining |= startTask;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        if (startTask) {
            startTask();
        }
    }

    private void awaitRoom(int length, long timeoutNanos) throws IOException, InterruptedException {
        long remaining = timeoutNanos;
        while (failure == null && !closing && !queue.isEmpty() && queuedBytes + length > maxQueuedBytes) {
            if (remaining <= 0) {
                throw new IOException("The other side does not read: " + queuedBytes + " bytes wait to be sent");
            }
            remaining = room.awaitNanos(remaining);
        }
        if (failure != null || closing) {
            throw new PeerClosedException("The connection is closed for sending", failure);
        }
    }

    private void startTask() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException e) {
            fail(new IOException("The executor of this peer takes no more tasks", e), null);
        }
    }

    private void drain() {
        Line line = null;
        try {
            do {
                for (line = poll(); line != null; line = poll()) {
                    output.write(line.bytes);
                    output.flush(); // per line: otherwise a failing flush would lose lines nobody is told about
                }
            } while (!finished());
        } catch (IOException e) {
            fail(e, line);
        }
    }

    private @Nullable Line poll() {
        lock.lock();
        try {
            Line line = queue.poll();
            if (line != null) {
                queuedBytes -= line.bytes.length;
                room.signalAll();
            }
            return line;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the task may end; when closing, it leaves {@code draining} set, so that it is the last. */
    private boolean finished() throws IOException {
        boolean close;
        lock.lock();
        try {
            if (!queue.isEmpty()) {
                return false;
            }
            close = closing;
            draining = close;
        } finally {
            lock.unlock();
        }
        if (close) {
            output.close();
        }
        return true;
    }

    private void fail(IOException cause, @Nullable Line writing) {
        List<Line> lost = new ArrayList<>();
        if (writing != null) {
            lost.add(writing);
        }
        lock.lock();
        try {
            failure = cause;
            lost.addAll(queue);
            queue.clear();
            queuedBytes = 0;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        lost.forEach(line -> line.onLost.accept(cause));
        closeQuietly(cause);
    }

    private void closeQuietly(IOException cause) {
        try {
            output.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}

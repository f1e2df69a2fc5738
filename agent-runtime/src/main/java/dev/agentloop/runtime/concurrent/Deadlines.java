package dev.agentloop.runtime.concurrent;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs short actions when a time is over, on one daemon thread that exists only once it is needed. */
public final class Deadlines implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ScheduledThreadPoolExecutor timer;
    private boolean closed;

    /** A deadline that can be taken back. */
    @FunctionalInterface
    public interface Deadline extends AutoCloseable {
        @Override
        void close();
    }

    /** Runs the action once after the time unless the deadline is closed before. The action must not block. */
    public Deadline after(Duration time, Runnable action) {
        ScheduledFuture<?> future = timer().schedule(action, saturatedNanos(time), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** A daemon thread for a timer. */
    public static Thread daemon(Runnable task) {
        return TurnThreads.daemon("agentloop-deadlines", task);
    }

    private ScheduledThreadPoolExecutor timer() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The agent is closed; it starts no more work");
            }
            if (timer == null) {
                timer = new ScheduledThreadPoolExecutor(1, Deadlines::daemon);
                timer.setRemoveOnCancelPolicy(true);
            }
            return timer;
        } finally {
            lock.unlock();
        }
    }

    private static long saturatedNanos(Duration time) {
        try {
            return time.toNanos();
        } catch (ArithmeticException tooLong) {
            return Long.MAX_VALUE >> 1;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (timer != null) {
                timer.shutdownNow();
            }
        } finally {
            lock.unlock();
        }
    }
}

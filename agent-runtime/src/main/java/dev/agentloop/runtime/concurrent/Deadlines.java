package dev.agentloop.runtime.concurrent;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs actions when a time is over. One daemon thread, which exists only once it is needed, watches the time; each action
 * has a thread of its own, so one that blocks delays no other.
 */
public final class Deadlines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    private final TurnThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ScheduledThreadPoolExecutor timer;
    private boolean closed;

    /** A deadline that can be taken back. */
    @FunctionalInterface
    public interface Deadline extends AutoCloseable {
        @Override
        void close();
    }

    /** @param threads runs the actions; closed by its owner, after this */
    public Deadlines(TurnThreads threads) {
        this.threads = threads;
    }

    /**
     * Runs the action once after the time unless the deadline is closed before.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public Deadline after(Duration time, Runnable action) {
        ScheduledFuture<?> future = timer().schedule(() -> start(action), nanos(time), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private void start(Runnable action) {
        try {
            threads.start(action);
        } catch (RuntimeException | Error noThread) { // late for others is better than never for this one
            LOG.warn("No thread for what is due; it runs on the timer's", noThread);
            action.run();
        }
    }

    /** A time to wait; one that is too long for a number of nanoseconds, some 292 years, is cut to it. */
    public static long nanos(Duration time) {
        try {
            return time.toNanos();
        } catch (ArithmeticException tooLong) {
            return Long.MAX_VALUE >> 1; // half of it: timers compute with the current time
        }
    }

    private ScheduledThreadPoolExecutor timer() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The agent is closed; it starts no more work");
            }
            if (timer == null) {
                timer = new ScheduledThreadPoolExecutor(1, task -> TurnThreads.daemon("agentloop-deadlines", task));
                timer.setRemoveOnCancelPolicy(true);
            }
            return timer;
        } finally {
            lock.unlock();
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

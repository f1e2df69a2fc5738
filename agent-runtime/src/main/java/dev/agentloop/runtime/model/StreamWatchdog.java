package dev.agentloop.runtime.model;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends streams that stay silent for too long. One thread for all streams of a client, started by the first of them;
 * reading an event costs two writes of a field. Thread-safe.
 */
final class StreamWatchdog implements AutoCloseable {
    private final Duration timeout;
    private final ThreadFactory threads;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ScheduledThreadPoolExecutor timer;
    private boolean closed;

    StreamWatchdog(Duration timeout, ThreadFactory threads) {
        this.timeout = timeout;
        this.threads = threads;
    }

    /** How long a stream may be silent. */
    Duration timeout() {
        return timeout;
    }

    /**
     * Watches until the watch is closed. The action runs once at most, on the watchdog's thread, and must not block.
     *
     * @throws IllegalStateException when the watchdog is closed
     */
    Watch watch(Runnable onSilence) {
        Watch watch = new Watch(onSilence);
        if (!watch.schedule(timeout.toNanos())) {
            throw new IllegalStateException("This model client is closed");
        }
        return watch;
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

    private @Nullable ScheduledFuture<?> schedule(Runnable check, long delayNanos) {
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            ScheduledThreadPoolExecutor running = timer;
            if (running == null) {
                running = new ScheduledThreadPoolExecutor(1, threads);
                running.setRemoveOnCancelPolicy(true); // a finished stream must not be held until its time-out
                timer = running;
            }
            return running.schedule(check, delayNanos, TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }

    /** One stream under watch. */
    final class Watch implements AutoCloseable {
        private static final long NOT_WAITING = Long.MIN_VALUE;

        private final Runnable onSilence;
        private volatile long waitingSince = NOT_WAITING;
        private volatile boolean fired;
        private volatile boolean ended;
        private volatile @Nullable ScheduledFuture<?> next;

        private Watch(Runnable onSilence) {
            this.onSilence = onSilence;
        }

        /** The reader begins to wait for the service. */
        void waiting() {
            waitingSince = System.nanoTime();
        }

        /** The reader got something; what it does with it is not silence. */
        void busy() {
            waitingSince = NOT_WAITING;
        }

        /** Whether the stream was ended for its silence. */
        boolean fired() {
            return fired;
        }

        @Override
        public void close() {
            ended = true;
            cancelNext();
        }

        private boolean schedule(long delayNanos) {
            next = StreamWatchdog.this.schedule(this::check, delayNanos);
            if (ended) {
                cancelNext();
            }
            return next != null;
        }

        private void cancelNext() {
            ScheduledFuture<?> scheduled = next;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
        }

        private void check() {
            if (ended) {
                return;
            }
            long since = waitingSince;
            long silent = since == NOT_WAITING ? 0 : System.nanoTime() - since;
            if (silent >= timeout.toNanos()) {
                fired = true;
                onSilence.run();
            } else {
                schedule(timeout.toNanos() - silent);
            }
        }
    }
}

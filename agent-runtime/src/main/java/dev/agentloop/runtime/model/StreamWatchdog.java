package dev.agentloop.runtime.model;

import dev.agentloop.runtime.concurrent.Deadlines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends streams that stay silent for too long. Reading an event costs two writes of a field. Thread-safe. */
final class StreamWatchdog {
    private final Duration timeout;
    private final Deadlines deadlines;

    StreamWatchdog(Duration timeout, Deadlines deadlines) {
        this.timeout = timeout;
        this.deadlines = deadlines;
    }

    /** How long a stream may be silent. */
    Duration timeout() {
        return timeout;
    }

    /**
     * Watches until the watch is closed. The action runs once at most, on a thread of its own.
     *
     * @throws IllegalStateException when the agent is closed
     */
    Watch watch(Runnable onSilence) {
        Watch watch = new Watch(onSilence);
        watch.schedule(timeout);
        return watch;
    }

    /** One stream under watch. */
    final class Watch implements AutoCloseable {
        private static final long NOT_WAITING = Long.MIN_VALUE;

        private final Runnable onSilence;
        private volatile long waitingSince = NOT_WAITING;
        private volatile boolean fired;
        private volatile boolean ended;
        private volatile Deadlines.@Nullable Deadline next;

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

        private void schedule(Duration delay) {
            next = deadlines.after(delay, this::check);
            if (ended) {
                cancelNext();
            }
        }

        private void cancelNext() {
            Deadlines.Deadline scheduled = next;
            if (scheduled != null) {
                scheduled.close();
            }
        }

        private void check() {
            if (ended) {
                return;
            }
            long since = waitingSince;
            Duration silent = since == NOT_WAITING ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
            if (silent.compareTo(timeout) >= 0) {
                fired = true;
                onSilence.run();
            } else {
                scheduleAgain(timeout.minus(silent));
            }
        }

        private void scheduleAgain(Duration delay) {
            try {
                schedule(delay);
            } catch (IllegalStateException agentClosed) {
                // Its turns were interrupted before, and this stream with them.
            }
        }
    }
}

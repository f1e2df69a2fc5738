package dev.agentloop.runtime.model;

import dev.agentloop.tool.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits. A test replaces it, so that no test sleeps. */
@FunctionalInterface
interface Pause {
    /** Waits that long, or until the cancellation. */
    void await(Duration time, Cancellation cancel) throws InterruptedException;

    /** Really waits. */
    Pause REAL = (time, cancel) -> {
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration registration = cancel.onCancel(cancelled::countDown);
        try {
            // Whether it was cancelled is asked of the cancellation afterwards.
            cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            registration.close();
        }
    };
}

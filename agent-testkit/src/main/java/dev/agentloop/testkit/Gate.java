package dev.agentloop.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apiguardian.api.API;

/**
 * A point where a script waits for the test, and where the test can wait for the script. Opens once and stays open.
 * Thread-safe. Every wait is bounded: a gate that nobody opens within 30 seconds fails whoever waits at it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Gate {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CompletableFuture<Void> open = new CompletableFuture<>();

    /** A closed gate. */
    public static Gate closed() {
        return new Gate();
    }

    private Gate() {}

    /** Lets everybody pass, now and later. */
    public void open() {
        open.complete(null);
    }

    /**
     * Waits here until the gate is open. Tools and listeners of a test may call it too.
     *
     * @throws AssertionError when the gate is still closed after 30 seconds
     */
    public void pass() throws InterruptedException {
        passUnless(new CompletableFuture<>());
    }

    /** As {@link #pass}, but gives up without an error when the other thing happens first. */
    void passUnless(CompletableFuture<Void> given) throws InterruptedException {
        reached.countDown();
        try {
            CompletableFuture.anyOf(open, given).get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("The gate was not opened within " + LONGEST_WAIT, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Neither of the two can fail", e);
        }
    }

    /**
     * Waits until somebody stands at the gate.
     *
     * @throws AssertionError when nobody came in time
     */
    public void awaitReached(Duration timeout) throws InterruptedException {
        if (!reached.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("Nobody reached the gate within " + timeout);
        }
    }

    @Override
    public String toString() {
        return "Gate[" + (open.isDone() ? "open" : "closed") + "]";
    }
}

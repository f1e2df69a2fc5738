package dev.agentloop.runtime.model;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.concurrent.Deadlines;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.tool.Cancellation;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;

/**
 * Asks a model through a provider and sees a request through: retries with one budget, an idle time-out on events, and
 * prompt cancellation. The only owner of retries; providers and the HTTP library do none. Thread-safe; requests run on
 * their callers' threads.
 */
public final class ModelClient {
    private final ModelProvider provider;
    private final RetryPolicy policy;
    private final RetryThrottle throttle;
    private final StreamWatchdog watchdog;
    private final Pause pause;
    private final RandomGenerator random;

    /**
     * A client of this provider, which the client does not close.
     *
     * @param idleTimeout how long a response may be silent; comments and every event are signs of life
     * @param deadlines watches idle times
     */
    public ModelClient(ModelProvider provider, RetryPolicy policy, Duration idleTimeout, Deadlines deadlines) {
        this(
                provider,
                policy,
                new RetryThrottle(System::nanoTime),
                new StreamWatchdog(idleTimeout, deadlines),
                Pause.REAL,
                new Random());
    }

    ModelClient(
            ModelProvider provider,
            RetryPolicy policy,
            RetryThrottle throttle,
            StreamWatchdog watchdog,
            Pause pause,
            RandomGenerator random) {
        this.provider = provider;
        this.policy = policy;
        this.throttle = throttle;
        this.watchdog = watchdog;
        this.pause = pause;
        this.random = random;
    }

    /** The retries of one logical request; used again for the requests that follow a {@link Outcome.Cut}. */
    public RetryBudget newBudget() {
        return new RetryBudget(policy, throttle, random);
    }

    /**
     * Sends a request and reads its response.
     *
     * <p>While no item of a response was done, a failure that may pass is waited out and the same request sent again.
     * After an item was done it is waited out and {@link Outcome.Cut} returned.
     *
     * @param sink gets every event, the last one included, and is told of retries
     * @throws ModelException when the request failed for good; it names the number of the try
     * @throws CancellationException as soon as the cancellation is seen; the response is closed then
     * @throws InterruptedException when the thread is interrupted
     */
    public Outcome run(ModelRequest request, Sink sink, Cancellation cancel, RetryBudget budget)
            throws InterruptedException {
        while (true) {
            cancel.throwIfCancelled();
            int number = budget.beginAttempt();
            Attempt attempt = new Attempt(provider, watchdog, cancel);
            ModelEvent.Completed completed = attempt.read(request, sink);
            if (completed != null) {
                budget.succeeded();
                return new Outcome.Completed(completed);
            }
            ModelException failure = attempt.failure();
            Duration delay = budget.takeRetry(failure);
            ModelException cause = Failures.withAttempt(failure, number, "");
            sink.onRetry(cause, delay, number, attempt.openItems());
            pause.await(delay, cancel);
            cancel.throwIfCancelled();
            if (attempt.hasDoneItems()) {
                return new Outcome.Cut(cause);
            }
        }
    }
}

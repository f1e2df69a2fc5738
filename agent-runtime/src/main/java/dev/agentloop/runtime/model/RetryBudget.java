package dev.agentloop.runtime.model;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The retries of one logical request, whatever it fails of and however many requests it takes after cuts. Made by
 * {@link ModelClient#newBudget()}; not thread-safe.
 */
public final class RetryBudget {
    private final RetryPolicy policy;
    private final RetryThrottle throttle;
    private final RandomGenerator random;
    private int attempts;
    private int retries;

    RetryBudget(RetryPolicy policy, RetryThrottle throttle, RandomGenerator random) {
        this.policy = policy;
        this.throttle = throttle;
        this.random = random;
    }

    /** Notes that a request is being sent; answers its number, from 1. */
    int beginAttempt() {
        return ++attempts;
    }

    /** Notes that it succeeded. */
    void succeeded() {
        throttle.succeeded();
    }

    /**
     * Takes one retry.
     *
     * @return how long to wait before it
     * @throws ModelException the failure itself, when there is none left or it is of no use
     */
    Duration takeRetry(ModelException failure) {
        if (!failure.retryable()) {
            throw Failures.withAttempt(failure, attempts, "");
        }
        if (retries >= policy.maxRetries()) {
            throw Failures.withAttempt(
                    failure, attempts, attempts == 1 ? "" : " (gave up after " + attempts + " tries)");
        }
        Optional<Duration> hint = failure.retryAfter();
        if (hint.isPresent() && hint.get().compareTo(policy.longestHint()) > 0) {
            throw Failures.withAttempt(
                    failure,
                    attempts,
                    " (the service asks to wait " + hint.get().toSeconds() + " seconds; more than "
                            + policy.longestHint().toSeconds() + " are not waited)");
        }
        int cost = failure.kind() == Kind.TIMEOUT ? RetryThrottle.TIMEOUT_COST : RetryThrottle.RETRY_COST;
        if (!throttle.tryTake(cost)) {
            throw Failures.withAttempt(
                    failure, attempts, " (not tried again: too many requests to this service failed lately)");
        }
        Duration wait = hint.isPresent() ? policy.after(hint.get(), random) : policy.backoff(retries, random);
        retries++;
        return wait;
    }
}

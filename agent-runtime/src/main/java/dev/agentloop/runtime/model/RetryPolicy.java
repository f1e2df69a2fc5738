package dev.agentloop.runtime.model;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how long to wait. Waits without a hint of the service are drawn evenly from zero to a bound that
 * doubles with each try ("full jitter"), so that clients which failed together do not come back together.
 *
 * @param maxRetries how often one logical request is tried again
 * @param base bound of the first wait
 * @param cap highest bound
 * @param longestHint the longest wait that a service may ask for; a longer one fails the request
 */
public record RetryPolicy(int maxRetries, Duration base, Duration cap, Duration longestHint) {

    /** Waits of up to 0.2, 0.4, 0.8 … 20 seconds; hints of up to a minute. */
    public static RetryPolicy withRetries(int maxRetries) {
        return new RetryPolicy(maxRetries, Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofSeconds(60));
    }

    /** The wait before the retry with this number, from 0. */
    Duration backoff(int retry, RandomGenerator random) {
        long bound = Math.min(cap.toMillis(), base.toMillis() << Math.min(retry, 30));
        return Duration.ofMillis(random.nextLong(bound + 1));
    }

    /** The wait the service asked for, and up to a tenth more, for the same reason as the jitter. */
    Duration after(Duration hint, RandomGenerator random) {
        return hint.plusMillis(random.nextLong(hint.toMillis() / 10 + 1));
    }
}

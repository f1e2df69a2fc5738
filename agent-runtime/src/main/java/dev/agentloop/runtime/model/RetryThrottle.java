package dev.agentloop.runtime.model;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Limits the retries of all sessions of a client together, so that an outage of the service is not multiplied by the
 * number of retries. A bucket of tokens: retries take, successes and time give back. Thread-safe.
 */
final class RetryThrottle {
    // The figures of the AWS SDKs' standard mode: about a hundred retries in a row, then one per five successes.
    static final int CAPACITY = 500;
    static final int RETRY_COST = 5;
    static final int TIMEOUT_COST = 10;
    // And, unlike there, one per five seconds, so that a client which is alone recovers on its own.
    private static final long NANOS_PER_TOKEN = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier nanoTime;
    private int tokens = CAPACITY;
    private long countedUntil;

    RetryThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.countedUntil = nanoTime.getAsLong();
    }

    /** Takes the tokens of a retry; false when there are too few. */
    boolean tryTake(int cost) {
        lock.lock();
        try {
            refill();
            if (tokens < cost) {
                return false;
            }
            tokens -= cost;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a request succeeded. */
    void succeeded() {
        lock.lock();
        try {
            tokens = Math.min(CAPACITY, tokens + 1);
        } finally {
            lock.unlock();
        }
    }

    private void refill() {
        long earned = (nanoTime.getAsLong() - countedUntil) / NANOS_PER_TOKEN;
        countedUntil += earned * NANOS_PER_TOKEN;
        tokens = (int) Math.min(CAPACITY, tokens + earned);
    }
}

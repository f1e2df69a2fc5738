package dev.agentloop.mcp.client;

import java.time.Duration;

/** A moment until which something is waited for. */
record Deadline(long nanoTime) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** This one, or an earlier one. */
    Deadline atMost(Duration time) {
        return new Deadline(Math.min(nanoTime, System.nanoTime() + time.toNanos()));
    }

    long remainingNanos() {
        return Math.max(0, nanoTime - System.nanoTime());
    }
}

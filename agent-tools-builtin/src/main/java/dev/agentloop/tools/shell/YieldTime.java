package dev.agentloop.tools.shell;

import java.time.Duration;

/** How long a call waits for a command that may go on: long enough to be worth a call, short enough for a turn. */
final class YieldTime {

    private static final long MIN_MILLIS = 250;
    private static final long MAX_MILLIS = 30_000;

    /** Asking again and again without input would fill the history. */
    private static final long MIN_POLL_MILLIS = 5_000;

    private static final long MAX_POLL_MILLIS = 300_000;

    private YieldTime() {}

    static Duration of(long wantedMillis) {
        return Duration.ofMillis(Math.max(MIN_MILLIS, Math.min(wantedMillis, MAX_MILLIS)));
    }

    /** For a call that sends nothing and only waits. */
    static Duration ofPoll(long wantedMillis) {
        return Duration.ofMillis(Math.max(MIN_POLL_MILLIS, Math.min(wantedMillis, MAX_POLL_MILLIS)));
    }
}

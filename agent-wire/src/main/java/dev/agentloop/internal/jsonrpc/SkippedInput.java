package dev.agentloop.internal.jsonrpc;

import java.nio.charset.StandardCharsets;

/**
 * Something the other side sent that is not part of the conversation, and was left out.
 *
 * @param excerpt the beginning of it, for a log that may hold what the other side prints; never logged by the peer
 * @param bytes how long it was
 */
public record SkippedInput(Reason reason, String excerpt, long bytes) {
    private static final int EXCERPT_BYTES = 200; // enough to recognise a banner or a stack trace

    /** Why it was left out. */
    public enum Reason {
        /** Not JSON, or not UTF-8; usually text printed by a library. */
        NOT_JSON,
        /** JSON, but neither a request nor a notification nor an answer. */
        NOT_A_MESSAGE,
        /** Longer than the cap on lines. */
        TOO_LONG,
        /** An answer to no open call: a second answer, one that came after cancellation or time-out, or to nothing. */
        UNKNOWN_ID,
        /** A request whose id is that of a request still running. */
        DUPLICATE_ID,
        /** A request beyond those that run and those being refused. */
        TOO_MANY_REQUESTS
    }

    static SkippedInput of(Reason reason, byte[] buffer, int offset, int length, long bytes) {
        String excerpt = new String(buffer, offset, Math.min(length, EXCERPT_BYTES), StandardCharsets.UTF_8);
        return new SkippedInput(reason, excerpt, bytes);
    }
}

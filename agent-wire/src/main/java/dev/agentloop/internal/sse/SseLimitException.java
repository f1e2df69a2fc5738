package dev.agentloop.internal.sse;

import java.io.IOException;

/**
 * An event stream held a line or an event that is larger than the reader accepts. The stream cannot be read any
 * further; repeating the call gives the same exception.
 */
public final class SseLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What was too large. */
    public enum Limit {
        /** One line, of any kind, without its line end. */
        LINE,
        /** The data of one event, with the line ends between its lines. */
        EVENT
    }

    private final Limit limit;
    private final int maxBytes;

    SseLimitException(Limit limit, int maxBytes) {
        super("Event stream " + (limit == Limit.LINE ? "line" : "event data") + " is longer than " + maxBytes
                + " bytes; raise " + (limit == Limit.LINE ? "maxLineBytes" : "maxEventBytes")
                + " if the server may send that much");
        this.limit = limit;
        this.maxBytes = maxBytes;
    }

    /** Which cap was exceeded. */
    public Limit limit() {
        return limit;
    }

    /** The value of that cap. */
    public int maxBytes() {
        return maxBytes;
    }
}

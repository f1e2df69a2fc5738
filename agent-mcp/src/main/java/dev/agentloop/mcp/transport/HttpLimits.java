package dev.agentloop.mcp.transport;

import java.time.Duration;

/** Bounds of what a server may do to us over HTTP. */
final class HttpLimits {
    /** As the peer's cap on lines: a tool result may hold an image as base64. */
    static final int MAX_MESSAGE_BYTES = 16 << 20;

    /** Words of a refusal beyond this say nothing more. */
    static final int MAX_ERROR_BYTES = 16 << 10;

    /** A token that is missing, one that has run out, and one wider scope; a fourth refusal will not be the last. */
    static final int MAX_REFUSALS = 3;

    /** Streams that end this often in a row without a single event are given up. */
    static final int MAX_EMPTY_STREAMS = 5;

    /** The pause before a stream is opened again, when the server names none. */
    static final Duration RETRY = Duration.ofSeconds(1);

    /** The longest pause: a server that wants more is asked again sooner. */
    static final Duration MAX_RETRY = Duration.ofSeconds(30);

    private HttpLimits() {}
}

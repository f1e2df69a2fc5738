package dev.agentloop.internal.jsonrpc;

import java.util.Set;

/**
 * How a protocol cancels a request, which JSON-RPC itself does not say.
 *
 * @param method the notification's name
 * @param idMember the member of its params that holds the request's id
 * @param answersCancelled whether a cancelled request still gets an answer: its result, or REQUEST_CANCELLED
 * @param neverCancelled methods for which no notification may be sent
 */
public record CancelDialect(String method, String idMember, boolean answersCancelled, Set<String> neverCancelled) {
    /** MCP: no answer is expected, and {@code initialize} must not be cancelled. */
    public static final CancelDialect MCP =
            new CancelDialect("notifications/cancelled", "requestId", false, Set.of("initialize"));

    /** Agent Client Protocol: every request is answered. */
    public static final CancelDialect ACP = new CancelDialect("$/cancel_request", "requestId", true, Set.of());

    public CancelDialect {
        neverCancelled = Set.copyOf(neverCancelled);
    }
}

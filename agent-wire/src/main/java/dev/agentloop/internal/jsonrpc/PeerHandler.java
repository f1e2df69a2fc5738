package dev.agentloop.internal.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What the other side may ask of this one. No lock is held during any of these.
 *
 * <p>Requests run on the peer's executor, several at once, and may block and call back. Notifications and skipped input
 * come on the reading thread, in the order sent and in order with the answers to calls; they must be short, because
 * nothing else is read meanwhile, and a slow one slows the other side down.
 */
public interface PeerHandler {
    /**
     * Answers a request.
     *
     * @return the result; null for the JSON value null
     * @throws JsonRpcException to answer with this error; any other exception is logged and answered as internal error
     */
    default @Nullable JsonNode onRequest(IncomingRequest request) throws Exception {
        throw JsonRpcException.methodNotFound(request.method());
    }

    /** Takes a notification. An exception is logged and changes nothing. */
    default void onNotification(String method, @Nullable JsonNode params) {}

    /** Is told of input that was left out. An exception is logged and changes nothing. */
    default void onSkipped(SkippedInput skipped) {}
}

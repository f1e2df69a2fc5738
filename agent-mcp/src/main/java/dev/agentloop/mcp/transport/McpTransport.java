package dev.agentloop.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.internal.jsonrpc.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The way to one server. Thread-safe. To stop many at once, begin with all and then finish all. */
public interface McpTransport {
    /**
     * Sends a request. Cancelling the future tells the server to stop, if the request is of a kind that may be cancelled.
     *
     * @return completes with the answer, or with {@link dev.agentloop.internal.jsonrpc.JsonRpcException} for an error
     *     answer, {@link SessionExpiredException} when the server has forgotten us, IOException for everything else
     */
    CompletableFuture<Answer> request(Outgoing request);

    /**
     * Sends a notification.
     *
     * @throws IOException when it could not be sent
     */
    void sendNotification(String method, @Nullable JsonNode params) throws IOException;

    /** Every message from now on is in this version of the protocol. */
    default void speak(ProtocolVersion version) {}

    /** Takes from now on what the server says by itself, where that needs a connection of its own. */
    default void listen() {}

    /** A new handshake begins: what belongs to the old session is over. */
    default void forgetSession() {}

    /** How the server ended, for people, after waiting a moment for it; empty when it still runs or none can tell. */
    default Optional<String> howItEnded(Duration wait) throws InterruptedException {
        return Optional.empty();
    }

    /** The last things the server said outside the protocol; empty when nothing. To be asked after the stop. */
    default String lastWords() {
        return "";
    }

    /** Tells the server that this is the end. Does not wait; open requests fail. */
    void beginStop();

    /** Waits for the end, and enforces it when that takes longer. */
    void finishStop(Duration patience);
}

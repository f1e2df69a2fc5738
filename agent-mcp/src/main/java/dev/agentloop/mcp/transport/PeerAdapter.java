package dev.agentloop.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.agentloop.internal.jsonrpc.IncomingRequest;
import dev.agentloop.internal.jsonrpc.PeerHandler;
import dev.agentloop.internal.jsonrpc.SkippedInput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what a server says over its output. */
final class PeerAdapter implements PeerHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(PeerAdapter.class);

    private final String server;
    private final ServerHandler handler;

    PeerAdapter(String server, ServerHandler handler) {
        this.server = server;
        this.handler = handler;
    }

    /** A request that the server takes back interrupts whoever answers it. */
    @Override
    public JsonNode onRequest(IncomingRequest request) throws Exception {
        Thread answering = Thread.currentThread();
        request.onCancel(answering::interrupt);
        return handler.onRequest(request.method(), present(request.params()), null);
    }

    @Override
    public void onNotification(String method, @Nullable JsonNode params) {
        handler.onNotification(method, present(params));
    }

    private static JsonNode present(@Nullable JsonNode params) {
        return Objects.requireNonNullElse(params, MissingNode.getInstance());
    }

    @Override
    public void onSkipped(SkippedInput skipped) {
        LOGGER.debug(
                "MCP server {} wrote {} bytes that are no message ({}): {}",
                server,
                skipped.bytes(),
                skipped.reason(),
                skipped.excerpt());
    }
}

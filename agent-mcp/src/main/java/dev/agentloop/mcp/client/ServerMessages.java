package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.internal.jsonrpc.IncomingRequest;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.internal.jsonrpc.PeerHandler;
import dev.agentloop.internal.jsonrpc.SkippedInput;
import dev.agentloop.mcp.protocol.ListTools;
import dev.agentloop.mcp.protocol.McpJson;
import dev.agentloop.mcp.protocol.Progress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server says by itself. Only progress of running calls goes further. */
final class ServerMessages implements PeerHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerMessages.class);
    private static final String PING = "ping";

    private final String server;
    private final Map<Long, Consumer<String>> progress = new ConcurrentHashMap<>();

    ServerMessages(String server) {
        this.server = server;
    }

    /** Sends progress under this token to a listener, which must not block. */
    void listen(long token, Consumer<String> listener) {
        progress.put(token, listener);
    }

    void forget(long token) {
        progress.remove(token);
    }

    @Override
    public JsonNode onRequest(IncomingRequest request) throws JsonRpcException {
        if (request.method().equals(PING)) {
            return McpJson.object();
        }
        throw new JsonRpcException(JsonRpcException.METHOD_NOT_FOUND, "This client does not offer " + request.method());
    }

    @Override
    public void onNotification(String method, @Nullable JsonNode params) {
        if (method.equals(Progress.METHOD) && params != null) {
            Progress step = Progress.of(params);
            Consumer<String> listener = progress.get(step.token());
            if (listener != null) {
                listener.accept(step.text());
            }
        } else if (method.equals(ListTools.CHANGED)) {
            LOGGER.info("MCP server {} has changed its tools; an agent that is built anew will have them", server);
        } else {
            LOGGER.debug("MCP server {} notifies: {}", server, method);
        }
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

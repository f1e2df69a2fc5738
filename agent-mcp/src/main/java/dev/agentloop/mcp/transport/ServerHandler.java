package dev.agentloop.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.tool.ToolContext;
import org.jspecify.annotations.Nullable;

/** What a server asks and says by itself. No lock is held during any of these. */
public interface ServerHandler {
    /**
     * Answers a request of the server, on a thread of its own; may block.
     *
     * @param params of the request; a missing node when it has none
     * @param caller the tool call on whose answer it came; null when the transport cannot tell
     * @throws dev.agentloop.internal.jsonrpc.JsonRpcException to answer with this error
     */
    JsonNode onRequest(String method, JsonNode params, @Nullable ToolContext caller) throws Exception;

    /** Takes a notification, on the reading thread: must be short. */
    void onNotification(String method, JsonNode params);
}

package dev.agentloop.mcp.transport;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.tool.ToolContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to a server.
 *
 * @param method its method
 * @param params its params
 * @param headers HTTP headers that repeat parts of it; ignored where there are none
 * @param caller the tool call on whose behalf it is sent; null when there is none
 */
public record Outgoing(
        String method,
        ObjectNode params,
        Map<String, String> headers,
        @Nullable ToolContext caller) {
    public Outgoing {
        headers = Map.copyOf(headers);
    }

    /** A request without headers and caller. */
    public static Outgoing of(String method, ObjectNode params) {
        return new Outgoing(method, params, Map.of(), null);
    }

    /** The same request with other params. */
    public Outgoing withParams(ObjectNode other) {
        return new Outgoing(method, other, headers, caller);
    }
}

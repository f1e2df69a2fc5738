package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Method {@code tools/call}. */
public final class CallTool {
    public static final String METHOD = "tools/call";

    private CallTool() {}

    /** @param progressToken names this call in progress notifications */
    public static ObjectNode params(String tool, JsonNode arguments, long progressToken) {
        ObjectNode params = McpJson.object();
        params.put("name", tool);
        params.set("arguments", arguments);
        Meta.of(params).put(Meta.PROGRESS_TOKEN, progressToken);
        return params;
    }
}

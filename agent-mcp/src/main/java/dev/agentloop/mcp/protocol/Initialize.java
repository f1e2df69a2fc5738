package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Method {@code initialize}: what client and server tell each other first, before the stateless versions.
 *
 * @param protocolVersion the version the server chose
 * @param server what it says about itself
 */
public record Initialize(String protocolVersion, ServerInfo server) {
    public static final String METHOD = "initialize";
    /** Sent when the answer was understood. */
    public static final String INITIALIZED = "notifications/initialized";

    /** Params with which a client asks for a version. */
    public static ObjectNode params(String version, ObjectNode clientInfo, ObjectNode capabilities) {
        ObjectNode params = McpJson.object();
        params.put("protocolVersion", version);
        params.set("capabilities", capabilities);
        params.set("clientInfo", clientInfo);
        return params;
    }

    /** Reads a result; what is missing is empty. */
    public static Initialize of(JsonNode result) {
        return new Initialize(result.path("protocolVersion").asText(), ServerInfo.of(result));
    }
}

package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Method {@code initialize}: what client and server tell each other first. */
public final class Initialize {
    public static final String METHOD = "initialize";
    /** Sent when the answer was understood. */
    public static final String INITIALIZED = "notifications/initialized";

    /** The versions in which this client can go on, newest first; the first is the one asked for. */
    public static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    private Initialize() {}

    /** Params of a client that offers nothing to the server. */
    public static ObjectNode params(String clientVersion) {
        ObjectNode params = McpJson.object();
        params.put("protocolVersion", VERSIONS.get(0));
        params.putObject("capabilities");
        params.putObject("clientInfo").put("name", "agentloop").put("version", clientVersion);
        return params;
    }

    /**
     * What a server is.
     *
     * @param protocolVersion the version it chose
     * @param name its own name, for logs
     * @param version of the server, for logs
     * @param hasTools whether it says that it has tools
     * @param instructions how to use it, for the model
     */
    public record Result(
            String protocolVersion, String name, String version, boolean hasTools, Optional<String> instructions) {
        /** Reads a result; what is missing is empty. */
        public static Result of(JsonNode result) {
            JsonNode server = result.path("serverInfo");
            return new Result(
                    result.path("protocolVersion").asText(),
                    server.path("name").asText(),
                    server.path("version").asText(),
                    result.path("capabilities").path("tools").isObject(),
                    Optional.ofNullable(result.path("instructions").textValue()));
        }
    }
}

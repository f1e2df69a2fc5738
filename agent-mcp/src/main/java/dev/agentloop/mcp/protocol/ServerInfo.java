package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a server says about itself.
 *
 * @param name its own name, for logs
 * @param version of the server, for logs
 * @param capabilities what it offers
 * @param instructions how to use it, for the model
 */
public record ServerInfo(String name, String version, JsonNode capabilities, Optional<String> instructions) {
    /** Reads the members that the results of {@code initialize} and {@code server/discover} share. */
    static ServerInfo of(JsonNode result) {
        JsonNode server = result.has("serverInfo")
                ? result.path("serverInfo")
                : result.path("_meta").path(Meta.SERVER_INFO);
        return new ServerInfo(
                server.path("name").asText(),
                server.path("version").asText(),
                result.path("capabilities"),
                Optional.ofNullable(result.path("instructions").textValue()));
    }

    /** Whether it offers this, such as {@code tools}. */
    public boolean offers(String capability) {
        return capabilities.path(capability).isObject();
    }

    /** Whether it offers a part of this, such as {@code resources} with {@code subscribe}. */
    public boolean offers(String capability, String part) {
        return capabilities.path(capability).path(part).asBoolean();
    }
}

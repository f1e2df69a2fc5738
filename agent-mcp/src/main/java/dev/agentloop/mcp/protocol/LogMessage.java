package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notification {@code notifications/message}: a line for the server's log.
 *
 * @param level as the server named it
 * @param logger which part of the server speaks; may be empty
 * @param text what it says
 */
public record LogMessage(String level, String logger, String text) {
    public static final String METHOD = "notifications/message";

    private static final Logger LOGGER = LoggerFactory.getLogger(LogMessage.class);
    private static final int MOST_CHARS = 4_000;

    /** Reads the params. */
    public static LogMessage of(JsonNode params) {
        JsonNode data = params.path("data");
        String text = data.isTextual() ? data.textValue() : McpJson.write(data);
        return new LogMessage(
                params.path("level").asText("info"),
                params.path("logger").asText(),
                text.substring(0, Math.min(text.length(), MOST_CHARS)));
    }

    /** Writes it to the application's log: a server's errors are warnings here, everything else is detail. */
    public void write(String server) {
        switch (level) {
            case "error", "critical", "alert", "emergency" ->
                LOGGER.warn("MCP server {} reports {}: {} {}", server, level, logger, text);
            default -> LOGGER.debug("MCP server {} reports {}: {} {}", server, level, logger, text);
        }
    }
}

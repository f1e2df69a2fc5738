package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Notification {@code notifications/progress}.
 *
 * @param token of the call
 * @param text how far it is, as one line for people
 */
public record Progress(long token, String text) {
    public static final String METHOD = "notifications/progress";

    /** Reads the params; a token that is none of ours becomes 0. */
    public static Progress of(JsonNode params) {
        JsonNode token = params.path("progressToken");
        String counted = params.path("progress").asText()
                + (params.path("total").isNumber()
                        ? " of " + params.path("total").asText()
                        : "");
        String message = params.path("message").asText();
        return new Progress(token.asLong(), message.isEmpty() ? counted : counted + ": " + message);
    }
}

package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The errors of the Messages wire, which has fewer names for them and tells some by words only. */
final class MessagesErrors {
    private MessagesErrors() {}

    static ObjectNode error(String type, String message) {
        ObjectNode body = Json.object().put("type", "error");
        body.putObject("error").put("type", type).put("message", message);
        return body;
    }

    /**
     * This wire's name for a code of the script.
     *
     * @param status 0 inside a stream
     */
    static String type(String code, int status) {
        return switch (code) {
            case "rate_limit_exceeded" -> "rate_limit_error";
            case "insufficient_quota" -> "billing_error";
            case "server_is_overloaded" -> "overloaded_error";
            case "server_error" -> "api_error";
            case "invalid_prompt", "context_length_exceeded" -> "invalid_request_error";
            default -> status == 429 ? "rate_limit_error" : status < 500 ? "invalid_request_error" : "api_error";
        };
    }

    static String message(String code, String message) {
        return code.equals("context_length_exceeded") ? "prompt is too long: " + message : message;
    }
}

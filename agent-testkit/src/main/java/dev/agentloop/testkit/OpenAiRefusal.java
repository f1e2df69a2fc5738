package dev.agentloop.testkit;

/** The form of an error that OpenAI and most services share. */
final class OpenAiRefusal {
    private OpenAiRefusal() {}

    static String body(int status, String code, String message) {
        var error = Json.object();
        error.putObject("error")
                .put("message", message)
                .put(
                        "type",
                        status == 429 ? "rate_limit_error" : status < 500 ? "invalid_request_error" : "server_error")
                .putNull("param")
                .put("code", code);
        return error.toString();
    }
}

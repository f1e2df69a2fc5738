package dev.agentloop.runtime.model.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An error as a service describes it, in a body or in a stream.
 *
 * @param type the service's class of error, such as {@code invalid_request_error}; may be empty
 * @param code its code, such as {@code rate_limit_exceeded}; may be empty
 * @param param the member of the request it is about; may be empty
 * @param message its text; may be empty
 */
public record ServiceError(String type, String code, String param, String message) {
    private static final Set<String> QUOTA = Set.of(
            "insufficient_quota",
            "billing_error",
            "billing_hard_limit_reached",
            "billing_not_active",
            "usage_limit_reached",
            "usage_not_included");
    private static final Set<String> CONTEXT =
            Set.of("context_length_exceeded", "context_window_exceeded", "exceed_context_size_error");
    private static final Set<String> BUSY = Set.of(
            "server_error",
            "server_is_overloaded",
            "slow_down",
            "overloaded_error",
            "internal_server_error",
            "internal_error",
            "service_unavailable",
            "api_error",
            "vector_store_timeout",
            "timeout");
    private static final Set<String> RATE = Set.of("rate_limit_exceeded", "rate_limit_error", "too_many_requests");
    private static final Set<String> KEY = Set.of("invalid_api_key", "authentication_error", "invalid_authentication");
    // Anthropic says it in words only.
    private static final String NO_CREDIT = "credit balance is too low";
    // Local servers say it in words only.
    private static final Set<String> CONTEXT_WORDS = Set.of(
            "maximum context length",
            "context window",
            "exceeds the available context size",
            "context length of only",
            "input is too long",
            "prompt is too long",
            "exceed context limit");

    /**
     * Reads the shapes in use: {@code {"error":{…}}}, {@code {"error":"…"}}, {@code {"detail":…}} and the bare members.
     */
    public static ServiceError of(JsonNode body) {
        JsonNode error = body.path("error");
        if (error.isTextual()) {
            return new ServiceError("", "", "", error.textValue());
        }
        JsonNode from = error.isObject() ? error : body;
        String message = WireJson.text(from, "message");
        if (message.isEmpty() && from.has("detail")) {
            JsonNode detail = from.get("detail");
            message = detail.isTextual() ? detail.textValue() : detail.toString();
        }
        JsonNode code = from.path("code");
        return new ServiceError(
                WireJson.text(from, "type"),
                code.isNumber() ? code.asText() : WireJson.text(from, "code"),
                WireJson.text(from, "param"),
                message);
    }

    /** The exception for an answer with this HTTP status. */
    public ModelException.Builder forStatus(int status, String message) {
        ModelException.Builder failure = ModelException.builder(kindOf(status), message);
        // Timeouts, conflicts, limits and the server's own trouble may pass; nothing else does.
        boolean mayPass = status == 408 || status == 409 || status == 429 || status >= 500;
        return failure.status(status)
                .code(shownCode())
                .retryable(mayPass && kindOf(status) != Kind.QUOTA && kindOf(status) != Kind.CONTEXT_WINDOW);
    }

    /** What people are told about an error inside a stream. */
    public String toldInStream(UnaryOperator<String> redact) {
        return "The service ended its answer with an error: " + redact.apply(text());
    }

    /** The exception for an error that arrived inside a stream. */
    public ModelException.Builder inStream(String text) {
        Kind kind = kindOfCode().orElseGet(() -> isRequestError() ? Kind.INVALID_REQUEST : Kind.SERVER);
        return ModelException.builder(kind, text)
                .code(shownCode())
                .retryAfter(retryAfter().orElse(null));
    }

    /** What the message says about waiting. */
    public Optional<Duration> retryAfter() {
        return RetryAfter.fromMessage(message);
    }

    /** Message and code for people. */
    public String text() {
        String shown = shownCode();
        if (message.isEmpty()) {
            return shown == null ? "no further information" : shown;
        }
        return shown == null || message.contains(shown) ? message : message + " (" + shown + ")";
    }

    private @Nullable String shownCode() {
        if (!code.isEmpty()) {
            return code;
        }
        return type.isEmpty() || type.equals("error") ? null : type;
    }

    private Kind kindOf(int status) {
        Optional<Kind> named = kindOfCode();
        if (named.isPresent() && (status == 429 || status == 400 || status == 413 || named.get() == Kind.QUOTA)) {
            return named.get();
        }
        return switch (status) {
            case 401 -> Kind.AUTHENTICATION;
            case 403 -> Kind.PERMISSION;
            case 404, 405, 410 -> Kind.NOT_FOUND;
            case 408 -> Kind.TIMEOUT;
            case 409 -> Kind.SERVER;
            case 429 -> Kind.RATE_LIMIT;
            default -> status >= 500 ? Kind.SERVER : Kind.INVALID_REQUEST;
        };
    }

    private Optional<Kind> kindOfCode() {
        if (is(QUOTA) || message.contains(NO_CREDIT)) {
            return Optional.of(Kind.QUOTA);
        }
        if (is(CONTEXT) || saysContext()) {
            return Optional.of(Kind.CONTEXT_WINDOW);
        }
        if (is(RATE)) {
            return Optional.of(Kind.RATE_LIMIT);
        }
        if (is(KEY)) {
            return Optional.of(Kind.AUTHENTICATION);
        }
        if (code.equals("model_not_found")) {
            return Optional.of(Kind.NOT_FOUND);
        }
        return is(BUSY) ? Optional.of(Kind.SERVER) : Optional.empty();
    }

    private boolean is(Set<String> names) {
        return names.contains(code) || names.contains(type);
    }

    private boolean isRequestError() {
        return type.equals("invalid_request_error")
                || code.startsWith("invalid_")
                || code.startsWith("image_")
                || code.startsWith("unsupported_")
                || code.startsWith("failed_to_download_")
                || code.startsWith("empty_")
                || code.equals("bio_policy")
                || code.equals("data_residency_mismatch");
    }

    private boolean saysContext() {
        String lower = message.toLowerCase(Locale.ROOT);
        return CONTEXT_WORDS.stream().anyMatch(lower::contains);
    }
}

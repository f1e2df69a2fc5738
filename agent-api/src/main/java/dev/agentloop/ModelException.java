package dev.agentloop;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A model service refused, failed, or could not be reached. A provider says with {@link #retryable()} whether the same
 * request may succeed; the runtime retries.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class ModelException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int status;
    private final @Nullable String code;
    private final @Nullable String requestId;
    private final int attempt;
    private final @Nullable Duration retryAfter;
    private final boolean retryable;

    /** For subclasses; others use {@link #builder}. */
    protected ModelException(Builder from) {
        super(from.message, from.cause);
        this.kind = from.kind;
        this.status = from.status;
        this.code = from.code;
        this.requestId = from.requestId;
        this.attempt = from.attempt;
        this.retryAfter = from.retryAfter;
        this.retryable = from.retryable == null ? from.kind.usuallyRetryable : from.retryable;
    }

    /** What went wrong, as far as the caller can act on it. */
    public enum Kind {
        /** No key, a wrong key, or an expired one. */
        AUTHENTICATION(false),
        /** The key is valid but not allowed to do this. */
        PERMISSION(false),
        /** The service found the request wrong. */
        INVALID_REQUEST(false),
        /** No such model or address. */
        NOT_FOUND(false),
        /** The conversation does not fit the model's context window. */
        CONTEXT_WINDOW(false),
        /** Too many requests for now. */
        RATE_LIMIT(true),
        /** The account's money or quota is used up. */
        QUOTA(false),
        /** The service is busy or failed. */
        SERVER(true),
        /** The service could not be reached, or the connection broke. */
        CONNECTION(true),
        /** The response ended before it was complete. */
        STREAM_CUT(true),
        /** The service was silent for too long. */
        TIMEOUT(true),
        /** The answer stopped early: the output limit was reached, or the service filtered it. */
        INCOMPLETE(false),
        /** The answer is not what the protocol says: a login page, a proxy's error, another protocol. */
        PROTOCOL(false),
        /** Something else. */
        OTHER(false);

        private final boolean usuallyRetryable;

        Kind(boolean usuallyRetryable) {
            this.usuallyRetryable = usuallyRetryable;
        }
    }

    /** An exception of this kind. */
    public static Builder builder(Kind kind, String message) {
        return new Builder(kind, message);
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** HTTP status, if the service answered. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** The service's own code, such as {@code rate_limit_exceeded}. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** The service's id of the request, for its support. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** Which try failed, from 1; 0 when unknown. */
    public int attempt() {
        return attempt;
    }

    /** How long the service asks to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    @Override
    public boolean retryable() {
        return retryable;
    }

    /** The same problem as a builder, to add what only the caller knows. */
    public Builder toBuilder() {
        Builder copy = new Builder(kind, String.valueOf(getMessage()));
        copy.status = status;
        copy.code = code;
        copy.requestId = requestId;
        copy.attempt = attempt;
        copy.retryAfter = retryAfter;
        copy.retryable = retryable;
        copy.cause = getCause();
        return copy;
    }

    /** Collects an exception; not thread-safe. */
    public static final class Builder {
        private final Kind kind;
        private final String message;
        private int status;
        private @Nullable String code;
        private @Nullable String requestId;
        private int attempt;
        private @Nullable Duration retryAfter;
        private @Nullable Boolean retryable;
        private @Nullable Throwable cause;

        private Builder(Kind kind, String message) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.message = Objects.requireNonNull(message, "message");
        }

        /** HTTP status. */
        public Builder status(int status) {
            this.status = status;
            return this;
        }

        /** The service's own code. */
        public Builder code(@Nullable String code) {
            this.code = code;
            return this;
        }

        /** The service's id of the request. */
        public Builder requestId(@Nullable String requestId) {
            this.requestId = requestId;
            return this;
        }

        /** Which try failed, from 1. */
        public Builder attempt(int attempt) {
            this.attempt = attempt;
            return this;
        }

        /** How long the service asks to wait. */
        public Builder retryAfter(@Nullable Duration retryAfter) {
            this.retryAfter = retryAfter;
            return this;
        }

        /** Whether the same request may succeed; default: what is usual for the kind. */
        public Builder retryable(boolean retryable) {
            this.retryable = retryable;
            return this;
        }

        /** What caused it. */
        public Builder cause(@Nullable Throwable cause) {
            this.cause = cause;
            return this;
        }

        /** The exception; a {@link ContextWindowExceededException} for that kind. */
        public ModelException build() {
            return kind == Kind.CONTEXT_WINDOW ? new ContextWindowExceededException(this) : new ModelException(this);
        }
    }
}

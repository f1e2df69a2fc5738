package dev.agentloop.runtime.model;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;

/** Copies of failures with what only the client knows. */
final class Failures {
    private Failures() {}

    /** The same failure with the number of its try; a provider's own exception class is left as it is. */
    static ModelException withAttempt(ModelException failure, int attempt, String remark) {
        ModelException copy = ModelException.builder(failure.kind(), failure.getMessage() + remark)
                .status(failure.status().orElse(0))
                .code(failure.code().orElse(null))
                .requestId(failure.requestId().orElse(null))
                .retryAfter(failure.retryAfter().orElse(null))
                .retryable(failure.retryable())
                .attempt(attempt)
                .cause(failure.getCause())
                .build();
        if (copy.getClass() != failure.getClass()) {
            return failure;
        }
        copy.setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }

    /** What a provider threw although it may not. */
    static ModelException unexpected(String providerId, RuntimeException cause) {
        return ModelException.builder(
                        Kind.OTHER,
                        "The model provider '" + providerId + "' threw "
                                + cause.getClass().getName() + "; a provider may throw ModelException only")
                .cause(cause)
                .build();
    }

    /** A provider's stream that ended without its last event. */
    static ModelException endedEarly() {
        return ModelException.builder(Kind.STREAM_CUT, "The model's answer ended before it was complete")
                .build();
    }
}

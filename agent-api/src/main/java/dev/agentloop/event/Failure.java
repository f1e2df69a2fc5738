package dev.agentloop.event;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * Why a turn failed, as a value.
 *
 * @param kind stable name of the kind: the exception's simple name, such as {@code ModelException}
 * @param message what happened and what to do next
 * @param retryable whether the same turn may succeed later
 * @param status HTTP status of the model service, if it answered
 * @param requestId the model service's id of the failed request
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Failure(String kind, String message, boolean retryable, OptionalInt status, Optional<String> requestId) {
    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
    }
}

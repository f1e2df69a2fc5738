package dev.agentloop;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Identity of one turn, unique within its session.
 *
 * @param value the text form
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record TurnId(String value) {
    /** @throws IllegalArgumentException when the text is blank */
    public TurnId {
        Objects.requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("A turn id must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

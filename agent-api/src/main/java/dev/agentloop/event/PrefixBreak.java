package dev.agentloop.event;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Why the service could not reuse what it had cached of a session: a request did not begin with the request before it.
 *
 * @param place the first difference: {@code model}, {@code instructions}, {@code tool NAME}, or {@code item N}, counted
 *     from 1
 * @param reason plain words
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PrefixBreak(String place, String reason) {
    public PrefixBreak {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(reason, "reason");
    }
}

package dev.agentloop.session;

import java.util.Objects;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Identity of one conversation. The runtime makes time-ordered UUIDs; any text of 1 to 128 letters, digits, {@code .},
 * {@code _} and {@code -} is accepted, so ids of other systems can be kept.
 *
 * @param value the text form, used in stores, on the wire and as the prompt cache key
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SessionId(String value) {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** @throws IllegalArgumentException when the text is not a legal id */
    public SessionId {
        Objects.requireNonNull(value, "value");
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "Session id '" + value + "' is not legal: use 1 to 128 letters, digits, '.', '_' or '-'");
        }
    }

    /** The id with this text form. */
    public static SessionId of(String value) {
        return new SessionId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}

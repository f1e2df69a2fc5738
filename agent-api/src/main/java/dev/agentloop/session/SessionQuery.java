package dev.agentloop.session;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Which sessions to list, newest first.
 *
 * @param max most rows of one page, 1 to 1000
 * @param cursor where the previous page ended; empty for the first page
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SessionQuery(int max, Optional<String> cursor) {
    public SessionQuery {
        if (max < 1 || max > 1000) {
            throw new IllegalArgumentException("max must be between 1 and 1000, not " + max);
        }
    }

    /** The newest sessions. */
    public static SessionQuery newest(int max) {
        return new SessionQuery(max, Optional.empty());
    }
}

package dev.agentloop.session;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * A place where the words of a search occur.
 *
 * @param session the session
 * @param sequence the record
 * @param excerpt some words around the place, as plain text
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SearchHit(SessionSummary session, long sequence, String excerpt) {
    public SearchHit {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(excerpt, "excerpt");
    }
}

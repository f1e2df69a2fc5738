package dev.agentloop.session;

import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Which sessions to list, newest first.
 *
 * @param max most rows of one page, 1 to 1000
 * @param cursor where the previous page ended; empty for the first page
 * @param scope whether archived sessions are wanted
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SessionQuery(int max, Optional<String> cursor, Scope scope) {
    public SessionQuery {
        if (max < 1 || max > 1000) {
            throw new IllegalArgumentException("max must be between 1 and 1000, not " + max);
        }
        Objects.requireNonNull(cursor, "cursor");
        Objects.requireNonNull(scope, "scope");
    }

    /** Sessions in use. */
    public SessionQuery(int max, Optional<String> cursor) {
        this(max, cursor, Scope.ACTIVE);
    }

    /** The newest sessions in use. */
    public static SessionQuery newest(int max) {
        return new SessionQuery(max, Optional.empty());
    }

    /** The first page of sessions of another scope. */
    public SessionQuery withScope(Scope wanted) {
        return new SessionQuery(max, cursor, wanted);
    }

    /** The page that follows. */
    public SessionQuery after(String pageCursor) {
        return new SessionQuery(max, Optional.of(pageCursor), scope);
    }

    /** Sessions by whether they were put aside. */
    public enum Scope {
        /** Sessions in use. */
        ACTIVE,
        /** Sessions put aside. */
        ARCHIVED,
        /** Both. */
        ALL
    }
}

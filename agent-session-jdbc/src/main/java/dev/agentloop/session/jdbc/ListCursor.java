package dev.agentloop.session.jdbc;

import dev.agentloop.session.SessionId;
import java.time.DateTimeException;
import java.time.Instant;

/** Where a page of sessions ended: the last session's place in the order. */
record ListCursor(Instant createdAt, SessionId id) {
    /** Reads what {@link #text} wrote. */
    static ListCursor parse(String text) {
        String[] parts = text.split(":", 3); // an id holds no colon
        try {
            Instant createdAt = Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            return new ListCursor(createdAt, SessionId.of(parts[2]));
        } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "cursor '" + text + "' is none of this store; use the cursor of a page, or none", e);
        }
    }

    String text() {
        return createdAt.getEpochSecond() + ":" + createdAt.getNano() + ":" + id;
    }
}

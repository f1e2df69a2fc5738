package dev.agentloop.session.jdbc;

import dev.agentloop.SessionNotFoundException;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.jdbc.database.Database;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/** A session taken for a time by one owner. Time is the database's. Thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SessionLease implements AutoCloseable {
    private final Database database;
    private final SessionId session;
    private final String owner;
    private final Duration time;

    private SessionLease(Database database, SessionId session, String owner, Duration time) {
        this.database = database;
        this.session = session;
        this.owner = owner;
        this.time = time;
    }

    static Optional<SessionLease> take(Database database, SessionId session, String owner, Duration time) {
        Objects.requireNonNull(owner, "owner");
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("time must be positive, not " + time);
        }
        SessionLease lease = new SessionLease(database, session, owner, time);
        return lease.renew() ? Optional.of(lease) : Optional.empty();
    }

    /**
     * Takes it again for the whole time.
     *
     * @return false when it ran out and another owner has taken it since
     */
    public boolean renew() {
        String now = database.dialect().nowMillis();
        return database.write("lease session " + session, connection -> {
            if (SessionTable.key(connection, session, database.dialect().lockRow())
                    .isEmpty()) {
                throw new SessionNotFoundException("There is no session " + session + " in " + database.name());
            }
            try (PreparedStatement update = connection.prepareStatement("UPDATE session SET lease_owner = ?,"
                    + " lease_until_millis = " + now + " + ? WHERE id = ?"
                    + " AND (lease_owner IS NULL OR lease_owner = ? OR lease_until_millis <= " + now + ")")) {
                update.setString(1, owner);
                update.setLong(2, time.toMillis());
                update.setString(3, session.value());
                update.setString(4, owner);
                return update.executeUpdate() == 1;
            }
        });
    }

    /** Gives it back, unless another owner has it. */
    @Override
    public void close() {
        database.write("give session " + session + " back", connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE session SET lease_owner = NULL, lease_until_millis = 0 WHERE id = ? AND lease_owner = ?")) {
                update.setString(1, session.value());
                update.setString(2, owner);
                return update.executeUpdate();
            }
        });
    }
}

package dev.agentloop.session.jdbc.postgres;

import dev.agentloop.session.SessionId;
import dev.agentloop.session.jdbc.database.Changes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Listens on a connection of its own. */
final class PostgresChanges implements Changes {
    private final String name;
    private final Connection connection;

    /** Takes the connection over. */
    PostgresChanges(String name, Connection connection) throws SQLException {
        this.name = name;
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + PostgresDialect.CHANNEL);
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    @Override
    public boolean await(SessionId session, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                long leftMillis = Math.max(1, (end - System.nanoTime()) / 1_000_000);
                PGNotification[] told = connection.unwrap(PGConnection.class).getNotifications((int)
                        Math.min(leftMillis, Integer.MAX_VALUE));
                if (told != null
                        && Arrays.stream(told)
                                .anyMatch(one -> one.getParameter().equals(session.value()))) {
                    return true;
                }
                if (System.nanoTime() >= end) {
                    return false;
                }
            }
        } catch (SQLException e) {
            throw PostgresFailures.of("Cannot listen to " + name, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw PostgresFailures.of("Cannot stop listening to " + name, e);
        }
    }
}

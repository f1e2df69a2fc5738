package dev.agentloop.session.jdbc;

import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionSummary;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Rows of table {@code session}. */
final class SessionTable {
    private static final String METADATA =
            "parent_id, forked_at, label, working_directory, model, created_seconds, created_nanos";
    private static final String SUMMARY = "SELECT id, " + METADATA
            + ", (SELECT coalesce(max(sequence), 0) FROM item WHERE item.session_key = session.session_key) AS head"
            + " FROM session ";
    private static final String NEWEST_FIRST = "ORDER BY created_seconds DESC, created_nanos DESC, id DESC LIMIT ?";

    private SessionTable() {}

    /** Adds a session unless it is there. */
    static void insert(Connection connection, SessionId id, SessionMetadata metadata) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO session (id, " + METADATA
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")) {
            insert.setString(1, id.value());
            insert.setString(2, metadata.parent().map(SessionId::value).orElse(null));
            insert.setLong(3, metadata.forkedAt());
            insert.setString(4, metadata.label());
            insert.setString(5, metadata.workingDirectory());
            insert.setString(6, metadata.model());
            insert.setLong(7, metadata.createdAt().getEpochSecond());
            insert.setInt(8, metadata.createdAt().getNano());
            insert.executeUpdate();
        }
    }

    static Optional<SessionMetadata> metadata(Connection connection, SessionId id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + METADATA + " FROM session WHERE id = ?")) {
            query.setString(1, id.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(metadata(row)) : Optional.empty();
            }
        }
    }

    /** The key by which other tables refer to a session. */
    static OptionalLong key(Connection connection, SessionId id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT session_key FROM session WHERE id = ?")) {
            query.setString(1, id.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Sessions older than a place in the order, newest first. */
    static List<SessionSummary> list(Connection connection, @Nullable ListCursor after, int max) throws SQLException {
        String where = after == null ? "" : "WHERE (created_seconds, created_nanos, id) < (?, ?, ?) ";
        try (PreparedStatement query = connection.prepareStatement(SUMMARY + where + NEWEST_FIRST)) {
            int parameter = 1;
            if (after != null) {
                query.setLong(parameter++, after.createdAt().getEpochSecond());
                query.setInt(parameter++, after.createdAt().getNano());
                query.setString(parameter++, after.id().value());
            }
            query.setInt(parameter, max);
            try (ResultSet rows = query.executeQuery()) {
                List<SessionSummary> sessions = new ArrayList<>();
                while (rows.next()) {
                    SessionId id = SessionId.of(rows.getString("id"));
                    sessions.add(new SessionSummary(id, metadata(rows), rows.getLong("head")));
                }
                return sessions;
            }
        }
    }

    /** Removes a session; its items go with it. */
    static void delete(Connection connection, long key) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM session WHERE session_key = ?")) {
            delete.setLong(1, key);
            delete.executeUpdate();
        }
    }

    private static SessionMetadata metadata(ResultSet row) throws SQLException {
        return new SessionMetadata(
                Optional.ofNullable(row.getString("parent_id")).map(SessionId::of),
                row.getLong("forked_at"),
                row.getString("label"),
                row.getString("working_directory"),
                row.getString("model"),
                Instant.ofEpochSecond(row.getLong("created_seconds"), row.getInt("created_nanos")));
    }
}

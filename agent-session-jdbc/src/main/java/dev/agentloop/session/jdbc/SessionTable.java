package dev.agentloop.session.jdbc;

import dev.agentloop.TokenUsage;
import dev.agentloop.session.RecordFacts;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSummary;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
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

    /** The columns that {@link #summary} reads. */
    static final String SUMMARY = "id, " + METADATA + ", archived_seconds, archived_nanos, input_tokens,"
            + " cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens,"
            + " (SELECT coalesce(max(item.sequence), 0) FROM item WHERE item.session_key = session.session_key) AS head";

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

    /**
     * The key by which other tables refer to a session.
     *
     * @param lock what ends the query, to keep other writers away; may be empty
     */
    static OptionalLong key(Connection connection, SessionId id, String lock) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT session_key FROM session WHERE id = ?" + lock)) {
            query.setString(1, id.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Sessions older than a place in the order, newest first. */
    static List<SessionSummary> list(
            Connection connection, SessionQuery.Scope scope, @Nullable ListCursor after, int max) throws SQLException {
        String where = switch (scope) {
            case ACTIVE -> "WHERE archived_seconds IS NULL ";
            case ARCHIVED -> "WHERE archived_seconds IS NOT NULL ";
            case ALL -> "WHERE true ";
        };
        String older = after == null ? "" : "AND (created_seconds, created_nanos, id) < (?, ?, ?) ";
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + SUMMARY + " FROM session " + where + older + NEWEST_FIRST)) {
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
                    sessions.add(summary(rows));
                }
                return sessions;
            }
        }
    }

    /** Adds the tokens of some records to a session's total. */
    static void addUsage(Connection connection, long key, List<RecordFacts> facts) throws SQLException {
        TokenUsage usage = facts.stream().map(RecordFacts::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
        if (usage.equals(TokenUsage.NONE)) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE session SET"
                + " input_tokens = input_tokens + ?, cached_input_tokens = cached_input_tokens + ?,"
                + " cache_write_tokens = cache_write_tokens + ?, output_tokens = output_tokens + ?,"
                + " reasoning_tokens = reasoning_tokens + ? WHERE session_key = ?")) {
            update.setLong(1, usage.inputTokens());
            update.setLong(2, usage.cachedInputTokens());
            update.setLong(3, usage.cacheWriteTokens());
            update.setLong(4, usage.outputTokens());
            update.setLong(5, usage.reasoningTokens());
            update.setLong(6, key);
            update.executeUpdate();
        }
    }

    static void rename(Connection connection, long key, String label) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE session SET label = ? WHERE session_key = ?")) {
            update.setString(1, label);
            update.setLong(2, key);
            update.executeUpdate();
        }
    }

    /** Archives a session that is not archived yet. */
    static void archive(Connection connection, long key, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE session SET archived_seconds = ?,"
                + " archived_nanos = ? WHERE session_key = ? AND archived_seconds IS NULL")) {
            update.setLong(1, at.getEpochSecond());
            update.setInt(2, at.getNano());
            update.setLong(3, key);
            update.executeUpdate();
        }
    }

    static void unarchive(Connection connection, long key) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE session SET archived_seconds = ?, archived_nanos = ? WHERE session_key = ?")) {
            update.setNull(1, Types.BIGINT);
            update.setNull(2, Types.INTEGER);
            update.setLong(3, key);
            update.executeUpdate();
        }
    }

    /** A session that was forked from this one. */
    static Optional<SessionId> branchOf(Connection connection, SessionId id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM session WHERE parent_id = ? LIMIT 1")) {
            select.setString(1, id.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(SessionId.of(rows.getString(1))) : Optional.empty();
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

    /** Reads the columns of {@link #SUMMARY}. */
    static SessionSummary summary(ResultSet row) throws SQLException {
        long archivedSeconds = row.getLong("archived_seconds");
        Optional<Instant> archivedAt = row.wasNull()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(archivedSeconds, row.getInt("archived_nanos")));
        return new SessionSummary(
                SessionId.of(row.getString("id")),
                metadata(row),
                row.getLong("head"),
                archivedAt,
                new TokenUsage(
                        row.getLong("input_tokens"),
                        row.getLong("cached_input_tokens"),
                        row.getLong("cache_write_tokens"),
                        row.getLong("output_tokens"),
                        row.getLong("reasoning_tokens")));
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

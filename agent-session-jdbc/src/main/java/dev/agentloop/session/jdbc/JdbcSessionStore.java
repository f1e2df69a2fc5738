package dev.agentloop.session.jdbc;

import dev.agentloop.SessionConflictException;
import dev.agentloop.SessionNotFoundException;
import dev.agentloop.session.RecordFacts;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSummary;
import dev.agentloop.session.jdbc.database.Database;
import dev.agentloop.session.jdbc.postgres.PostgresDatabase;
import dev.agentloop.session.jdbc.sqlite.SqliteDatabase;
import dev.agentloop.spi.SessionStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Keeps sessions in a database. Thread-safe. Several processes may use one database: of two that write to one session,
 * the one that was later gets a {@link SessionConflictException}. The application that made a store closes it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class JdbcSessionStore implements SessionStore {
    private final Database database;
    private final TextIndex texts;

    private JdbcSessionStore(Database database) {
        this.database = database;
        this.texts = new TextIndex(database.dialect());
    }

    /**
     * A store in an SQLite file, made with its missing folders when the store is first used; opening itself does
     * nothing, and loads no native code. Only the file's owner can read it, or the folders that were made. Keep it on a
     * local disk: over a network file system SQLite cannot lock.
     */
    public static JdbcSessionStore open(Path file) {
        return new JdbcSessionStore(new SqliteDatabase(Objects.requireNonNull(file, "file")));
    }

    /**
     * A store in a PostgreSQL database, for several processes on several machines. Its tables are made when it is first
     * used; opening itself does nothing. Needs the artifact {@code org.postgresql:postgresql} on the class path.
     *
     * @param url as {@code jdbc:postgresql://host/database?user=name&password=secret}
     */
    public static JdbcSessionStore postgres(String url) {
        return new JdbcSessionStore(new PostgresDatabase(Objects.requireNonNull(url, "url")));
    }

    /**
     * Takes a session for a time, so that other processes know that it is in use. A lease keeps nobody from writing: who
     * writes against a newer writer gets a {@link SessionConflictException}, with a lease or without.
     *
     * @param owner who takes it; the same owner may take it again
     * @return empty when another owner has it
     * @throws SessionNotFoundException when there is no such session
     */
    public Optional<SessionLease> lease(SessionId id, String owner, Duration time) {
        return SessionLease.take(database, id, owner, time);
    }

    /**
     * Follows a session while others write it. The caller closes the tail.
     *
     * @param from first sequence wanted
     */
    public SessionTail tail(SessionId id, long from) {
        return new SessionTail(this, database.changes(), id, from);
    }

    @Override
    public void create(SessionId id, SessionMetadata metadata) {
        Objects.requireNonNull(metadata, "metadata");
        database.write("create session " + id, connection -> {
            SessionTable.insert(connection, id, metadata);
            return id;
        });
    }

    @Override
    public Optional<SessionMetadata> metadata(SessionId id) {
        return database.read("read session " + id, connection -> SessionTable.metadata(connection, id));
    }

    @Override
    public long append(SessionId id, long expectedSequence, List<RolloutRecord> records) {
        return append(id, expectedSequence, records, List.of());
    }

    @Override
    public long append(SessionId id, long expectedSequence, List<RolloutRecord> records, List<RecordFacts> facts) {
        requireConsecutive(expectedSequence, records);
        return database.write("append to session " + id, connection -> {
            long session = lockedKey(connection, id);
            long next = ItemTable.head(connection, session) + 1;
            int known = (int) Math.max(0, Math.min(records.size(), next - expectedSequence));
            if (expectedSequence + known != next
                    || !ItemTable.read(connection, session, expectedSequence, known)
                            .equals(records.subList(0, known))) {
                throw conflict(id, expectedSequence, next);
            }
            ItemTable.insert(connection, session, records.subList(known, records.size()), database.dialect());
            List<RecordFacts> added =
                    facts.stream().filter(fact -> fact.sequence() >= next).toList();
            texts.insert(connection, session, added);
            SessionTable.addUsage(connection, session, added);
            announce(connection, id);
            return expectedSequence + records.size();
        });
    }

    @Override
    public RecordPage read(SessionId id, long from, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("max must be at least 1, not " + max);
        }
        long first = Math.max(1, from);
        return database.read("read session " + id, connection -> {
            List<RolloutRecord> records = ItemTable.read(connection, key(connection, id), first, max + 1L);
            boolean end = records.size() <= max;
            List<RolloutRecord> page = end ? records : records.subList(0, max);
            return new RecordPage(page, first + page.size(), end);
        });
    }

    @Override
    public SessionPage list(SessionQuery query) {
        ListCursor after = query.cursor().map(ListCursor::parse).orElse(null);
        return database.read("list sessions", connection -> {
            List<SessionSummary> sessions = SessionTable.list(connection, query.scope(), after, query.max() + 1);
            if (sessions.size() <= query.max()) {
                return new SessionPage(sessions, Optional.empty());
            }
            SessionSummary last = sessions.get(query.max() - 1);
            ListCursor cursor = new ListCursor(last.metadata().createdAt(), last.id());
            return new SessionPage(sessions.subList(0, query.max()), Optional.of(cursor.text()));
        });
    }

    @Override
    public List<SearchHit> search(String text, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("max must be at least 1, not " + max);
        }
        return database.read("search", connection -> texts.search(connection, text, max));
    }

    @Override
    public void rename(SessionId id, String label) {
        Objects.requireNonNull(label, "label");
        database.write("rename session " + id, connection -> {
            SessionTable.rename(connection, key(connection, id), label);
            return id;
        });
    }

    @Override
    public void archive(SessionId id, Instant at) {
        Objects.requireNonNull(at, "at");
        database.write("archive session " + id, connection -> {
            SessionTable.archive(connection, key(connection, id), at);
            return id;
        });
    }

    @Override
    public void unarchive(SessionId id) {
        database.write("take session " + id + " out of the archive", connection -> {
            SessionTable.unarchive(connection, key(connection, id));
            return id;
        });
    }

    /** Removes a session and its records. A session forked from it loses what it has in common with it. */
    @Override
    public void delete(SessionId id) {
        database.write("delete session " + id, connection -> {
            OptionalLong session =
                    SessionTable.key(connection, id, database.dialect().lockRow());
            if (session.isPresent()) {
                requireNoBranch(id, SessionTable.branchOf(connection, id));
                List<String> hashes = BlobTable.of(connection, session.getAsLong());
                texts.delete(connection, session.getAsLong());
                SessionTable.delete(connection, session.getAsLong());
                BlobTable.deleteUnused(connection, hashes);
            }
            return id;
        });
    }

    private static void requireNoBranch(SessionId id, Optional<SessionId> branch) {
        if (branch.isPresent()) {
            throw new IllegalStateException("Session " + id + " holds the beginning of session " + branch.get()
                    + ", which was forked from it; delete that one first");
        }
    }

    @Override
    public void close() {
        database.close();
    }

    @Override
    public String toString() {
        return "JdbcSessionStore[" + database.name() + "]";
    }

    private long key(Connection connection, SessionId id) throws SQLException {
        return SessionTable.key(connection, id, "").orElseThrow(() -> notFound(id));
    }

    private long lockedKey(Connection connection, SessionId id) throws SQLException {
        return SessionTable.key(connection, id, database.dialect().lockRow()).orElseThrow(() -> notFound(id));
    }

    private SessionNotFoundException notFound(SessionId id) {
        return new SessionNotFoundException(
                "There is no session " + id + " in " + database.name() + "; list the sessions to see which there are");
    }

    private void announce(Connection connection, SessionId id) throws SQLException {
        if (!database.dialect().announce().isEmpty()) {
            try (PreparedStatement tell =
                    connection.prepareStatement(database.dialect().announce())) {
                tell.setString(1, id.value());
                tell.execute();
            }
        }
    }

    private static void requireConsecutive(long expectedSequence, List<RolloutRecord> records) {
        for (int index = 0; index < records.size(); index++) {
            if (records.get(index).sequence() != expectedSequence + index) {
                throw new IllegalArgumentException("records: number " + index + " has sequence "
                        + records.get(index).sequence() + " instead of " + (expectedSequence + index));
            }
        }
    }

    private SessionConflictException conflict(SessionId id, long expected, long next) {
        return new SessionConflictException("Session " + id + " in " + database.name()
                + " was written by somebody else: record " + expected + " was to be appended, but the next one is "
                + next + ", or record " + expected + " is there with another content. Open the session again.");
    }
}

package dev.agentloop.spi;

import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Keeps sessions as append-only records. Thread-safe; the runtime writes one session from one thread at a time. A
 * method that returns has made its effect durable. Every failure is a {@link dev.agentloop.SessionStoreException}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SessionStore extends AutoCloseable {
    /** Makes an empty session. Harmless when it exists. */
    void create(SessionId id, SessionMetadata metadata);

    /** What is known of a session; empty when there is no such session. */
    Optional<SessionMetadata> metadata(SessionId id);

    /**
     * Appends records. Idempotent: records that are there already, equal in sequence and content, are skipped.
     *
     * @param expectedSequence the sequence the first record must get
     * @param records with consecutive sequences from {@code expectedSequence}
     * @return the sequence the next record must get
     * @throws dev.agentloop.SessionConflictException when another writer was there first; nothing was appended
     * @throws dev.agentloop.SessionNotFoundException when there is no such session
     * @throws dev.agentloop.SessionStoreException on failure; the records may be there all the same, so the caller
     *     reads the tail again before it goes on
     */
    long append(SessionId id, long expectedSequence, List<RolloutRecord> records);

    /**
     * Reads records of the session itself (not of the one it was forked from).
     *
     * @param from first sequence wanted
     * @param max most records of the page
     * @throws dev.agentloop.SessionNotFoundException when there is no such session
     */
    RecordPage read(SessionId id, long from, int max);

    /** Lists sessions, newest first. */
    SessionPage list(SessionQuery query);

    /**
     * Removes a session and its records. Harmless when there is none.
     *
     * @throws UnsupportedOperationException when the store keeps everything
     */
    default void delete(SessionId id) {
        throw new UnsupportedOperationException(getClass().getName() + " does not delete sessions");
    }

    /** Frees what the store holds. Idempotent. */
    @Override
    void close();
}

package dev.agentloop.spi;

import dev.agentloop.session.RecordFacts;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import java.time.Instant;
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

    /**
     * Appends records together with what a list and a search may say of them. Facts of records that are skipped because
     * they are there already are skipped with them. A store that keeps no facts appends the records alone.
     *
     * @param facts of some of the records, in their order
     * @return the sequence the next record must get
     */
    default long append(SessionId id, long expectedSequence, List<RolloutRecord> records, List<RecordFacts> facts) {
        return append(id, expectedSequence, records);
    }

    /** Lists sessions, newest first. */
    SessionPage list(SessionQuery query);

    /**
     * Finds records whose words include all words of a text, the best first, archived sessions included.
     *
     * @param text words; signs between them do not matter
     * @param max most places wanted, at least 1
     * @throws UnsupportedOperationException when the store does not search
     */
    default List<SearchHit> search(String text, int max) {
        throw new UnsupportedOperationException(getClass().getName() + " does not search");
    }

    /**
     * Gives a session another label.
     *
     * @throws dev.agentloop.SessionNotFoundException when there is no such session
     * @throws UnsupportedOperationException when the store cannot
     */
    default void rename(SessionId id, String label) {
        throw new UnsupportedOperationException(getClass().getName() + " does not rename sessions");
    }

    /**
     * Puts a session aside: {@link SessionQuery#newest} leaves it out, nothing else changes. Harmless when it is.
     *
     * @param at when, for people
     * @throws dev.agentloop.SessionNotFoundException when there is no such session
     * @throws UnsupportedOperationException when the store cannot
     */
    default void archive(SessionId id, Instant at) {
        throw new UnsupportedOperationException(getClass().getName() + " does not archive sessions");
    }

    /**
     * Takes a session back from where {@link #archive} put it. Harmless when it is not there.
     *
     * @throws dev.agentloop.SessionNotFoundException when there is no such session
     * @throws UnsupportedOperationException when the store cannot
     */
    default void unarchive(SessionId id) {
        throw new UnsupportedOperationException(getClass().getName() + " does not archive sessions");
    }

    /**
     * Removes a session and its records. Harmless when there is none. A session that others were forked from holds the
     * beginning of those too, so it is not removed before them.
     *
     * @throws IllegalStateException when another session was forked from it, naming one; nothing was removed
     * @throws UnsupportedOperationException when the store keeps everything
     */
    default void delete(SessionId id) {
        throw new UnsupportedOperationException(getClass().getName() + " does not delete sessions");
    }

    /** Frees what the store holds. Idempotent. */
    @Override
    void close();
}

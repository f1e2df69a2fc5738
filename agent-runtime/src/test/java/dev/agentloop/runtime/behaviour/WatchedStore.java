package dev.agentloop.runtime.behaviour;

import dev.agentloop.runtime.store.MemorySessionStore;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.spi.SessionStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store in memory that lets a test see, hold up or refuse each record before it is written. */
final class WatchedStore implements SessionStore {
    private final MemorySessionStore records = new MemorySessionStore();
    private volatile Consumer<RolloutRecord> before = record -> {};

    /** Runs before each record is written; what it throws is what the store throws. */
    void before(Consumer<RolloutRecord> action) {
        before = action;
    }

    /** All records of a session. */
    List<RolloutRecord> of(SessionId id) {
        return records.read(id, 1, 10_000).records();
    }

    @Override
    public void create(SessionId id, SessionMetadata metadata) {
        records.create(id, metadata);
    }

    @Override
    public Optional<SessionMetadata> metadata(SessionId id) {
        return records.metadata(id);
    }

    @Override
    public long append(SessionId id, long expectedSequence, List<RolloutRecord> more) {
        more.forEach(before);
        return records.append(id, expectedSequence, more);
    }

    @Override
    public RecordPage read(SessionId id, long from, int max) {
        return records.read(id, from, max);
    }

    @Override
    public SessionPage list(SessionQuery query) {
        return records.list(query);
    }

    @Override
    public void close() {
        records.close();
    }
}

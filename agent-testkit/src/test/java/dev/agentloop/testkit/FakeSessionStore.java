package dev.agentloop.testkit;

import dev.agentloop.SessionConflictException;
import dev.agentloop.SessionNotFoundException;
import dev.agentloop.SessionStoreException;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSummary;
import dev.agentloop.spi.SessionStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The simplest store that keeps the contract; its objects share what they keep, as those on one folder do. */
final class FakeSessionStore implements SessionStore {
    /** What outlives the store objects. */
    static final class Kept {
        private final Map<SessionId, SessionMetadata> metadata = new LinkedHashMap<>();
        private final Map<SessionId, List<RolloutRecord>> records = new LinkedHashMap<>();
    }

    private final Kept kept;
    private boolean closed;

    FakeSessionStore(Kept kept) {
        this.kept = kept;
    }

    @Override
    public synchronized void create(SessionId id, SessionMetadata metadata) {
        kept.metadata.putIfAbsent(id, metadata);
        kept.records.putIfAbsent(id, new ArrayList<>());
    }

    @Override
    public synchronized Optional<SessionMetadata> metadata(SessionId id) {
        return Optional.ofNullable(kept.metadata.get(id));
    }

    @Override
    public synchronized long append(SessionId id, long expectedSequence, List<RolloutRecord> added) {
        List<RolloutRecord> there = records(id);
        int overlap = there.size() + 1 - (int) expectedSequence;
        if (overlap < 0
                || overlap > added.size()
                || !there.subList(there.size() - overlap, there.size()).equals(added.subList(0, overlap))) {
            throw new SessionConflictException("Session " + id + " has " + there.size() + " records");
        }
        there.addAll(added.subList(overlap, added.size()));
        return there.size() + 1L;
    }

    @Override
    public synchronized RecordPage read(SessionId id, long from, int max) {
        List<RolloutRecord> there = records(id);
        int start = (int) Math.min(from - 1, there.size());
        int end = Math.min(start + max, there.size());
        return new RecordPage(there.subList(start, end), end + 1L, end == there.size());
    }

    @Override
    public synchronized SessionPage list(SessionQuery query) {
        List<SessionSummary> rows = new ArrayList<>();
        kept.metadata.forEach((id, metadata) -> rows.add(
                0, new SessionSummary(id, metadata, kept.records.get(id).size())));
        int start = query.cursor().map(Integer::parseInt).orElse(0);
        int end = Math.min(start + query.max(), rows.size());
        return new SessionPage(
                rows.subList(start, end), end < rows.size() ? Optional.of(Integer.toString(end)) : Optional.empty());
    }

    @Override
    public synchronized void delete(SessionId id) {
        kept.metadata.forEach((other, metadata) -> {
            if (metadata.parent().equals(Optional.of(id))) {
                throw new IllegalStateException("Session " + other + " was forked from " + id);
            }
        });
        kept.metadata.remove(id);
        kept.records.remove(id);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private List<RolloutRecord> records(SessionId id) {
        if (closed) {
            throw new SessionStoreException("The store is closed");
        }
        List<RolloutRecord> there = kept.records.get(id);
        if (there == null) {
            throw new SessionNotFoundException("No session " + id);
        }
        return there;
    }
}

package dev.agentloop.runtime.store;

import dev.agentloop.SessionConflictException;
import dev.agentloop.SessionNotFoundException;
import dev.agentloop.TokenUsage;
import dev.agentloop.session.RecordFacts;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSummary;
import dev.agentloop.spi.SessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Keeps sessions in memory, until it is closed. The default store. */
public final class MemorySessionStore implements SessionStore {
    private static final Comparator<SessionSummary> NEWEST_FIRST = Comparator.<SessionSummary, Instant>comparing(
                    row -> row.metadata().createdAt())
            .thenComparing(row -> row.id().value())
            .reversed();

    private static final class Stored {
        private final ReentrantLock lock = new ReentrantLock();
        private final SessionId id;
        private final List<RolloutRecord> records = new ArrayList<>();
        private final List<RecordFacts> texts = new ArrayList<>();
        private SessionMetadata metadata;
        private Optional<Instant> archivedAt = Optional.empty();
        private TokenUsage usage = TokenUsage.NONE;

        Stored(SessionId id, SessionMetadata metadata) {
            this.id = id;
            this.metadata = metadata;
        }

        <T> T locked(Supplier<T> action) {
            lock.lock();
            try {
                return action.get();
            } finally {
                lock.unlock();
            }
        }

        SessionSummary summary() {
            return locked(() -> new SessionSummary(id, metadata, records.size(), archivedAt, usage));
        }

        void add(RecordFacts facts) {
            usage = usage.plus(facts.usage());
            if (!facts.text().isEmpty()) {
                texts.add(facts);
            }
        }

        List<SearchHit> search(TextSearch search) {
            SessionSummary summary = summary();
            return locked(() -> texts.stream()
                    .flatMap(
                            facts -> search
                                    .excerpt(facts.text())
                                    .map(excerpt -> new SearchHit(summary, facts.sequence(), excerpt))
                                    .stream())
                    .toList());
        }
    }

    private final Map<SessionId, Stored> sessions = new ConcurrentHashMap<>();
    private final ReentrantLock creation = new ReentrantLock(); // no branch appears while its parent is deleted

    @Override
    public void create(SessionId id, SessionMetadata metadata) {
        creation.lock();
        try {
            sessions.computeIfAbsent(id, key -> new Stored(key, metadata));
        } finally {
            creation.unlock();
        }
    }

    @Override
    public Optional<SessionMetadata> metadata(SessionId id) {
        return Optional.ofNullable(sessions.get(id))
                .map(stored -> stored.summary().metadata());
    }

    @Override
    public long append(SessionId id, long expectedSequence, List<RolloutRecord> records) {
        return append(id, expectedSequence, records, List.of());
    }

    @Override
    public long append(SessionId id, long expectedSequence, List<RolloutRecord> records, List<RecordFacts> facts) {
        Stored stored = find(id);
        stored.lock.lock();
        try {
            checkConsecutive(expectedSequence, records);
            long next = stored.records.size() + 1L;
            int known = 0;
            while (known < records.size() && expectedSequence + known < next) {
                RolloutRecord there = stored.records.get((int) (expectedSequence + known - 1));
                if (!there.equals(records.get(known))) {
                    throw conflict(id, expectedSequence, next);
                }
                known++;
            }
            if (expectedSequence + known != next) {
                throw conflict(id, expectedSequence, next);
            }
            stored.records.addAll(records.subList(known, records.size()));
            facts.stream().filter(fact -> fact.sequence() >= next).forEach(stored::add);
            return stored.records.size() + 1L;
        } finally {
            stored.lock.unlock();
        }
    }

    private static void checkConsecutive(long expectedSequence, List<RolloutRecord> records) {
        for (int index = 0; index < records.size(); index++) {
            if (records.get(index).sequence() != expectedSequence + index) {
                throw new IllegalArgumentException("Record " + index + " has sequence "
                        + records.get(index).sequence() + " instead of " + (expectedSequence + index));
            }
        }
    }

    private static SessionConflictException conflict(SessionId id, long expected, long next) {
        return new SessionConflictException("Session " + id + " was written by somebody else: record " + expected
                + " was to be written, but the next one is " + next + ". Open the session again.");
    }

    @Override
    public RecordPage read(SessionId id, long from, int max) {
        Stored stored = find(id);
        stored.lock.lock();
        try {
            int start = (int) Math.min(Math.max(from, 1) - 1, stored.records.size());
            int end = (int) Math.min((long) start + max, stored.records.size());
            return new RecordPage(stored.records.subList(start, end), end + 1L, end == stored.records.size());
        } finally {
            stored.lock.unlock();
        }
    }

    @Override
    public SessionPage list(SessionQuery query) {
        List<SessionSummary> all = summaries()
                .filter(row -> switch (query.scope()) {
                    case ACTIVE -> row.archivedAt().isEmpty();
                    case ARCHIVED -> row.archivedAt().isPresent();
                    case ALL -> true;
                })
                .toList();
        int start = query.cursor().map(cursor -> 1 + indexOf(all, cursor)).orElse(0);
        List<SessionSummary> page = all.subList(start, Math.min(all.size(), start + query.max()));
        boolean more = start + page.size() < all.size();
        return new SessionPage(
                page, more ? Optional.of(page.get(page.size() - 1).id().value()) : Optional.empty());
    }

    private Stream<SessionSummary> summaries() {
        return sessions.values().stream().map(Stored::summary).sorted(NEWEST_FIRST);
    }

    private static int indexOf(List<SessionSummary> all, String id) {
        for (int index = 0; index < all.size(); index++) {
            if (all.get(index).id().value().equals(id)) {
                return index;
            }
        }
        throw new IllegalArgumentException("Cursor '" + id + "' belongs to no session; start again without a cursor");
    }

    @Override
    public List<SearchHit> search(String text, int max) {
        TextSearch search = new TextSearch(text);
        return summaries()
                .map(SessionSummary::id)
                .map(sessions::get)
                .filter(Objects::nonNull)
                .flatMap(stored -> stored.search(search).stream())
                .limit(max)
                .toList();
    }

    @Override
    public void rename(SessionId id, String label) {
        Stored stored = find(id);
        stored.locked(() -> stored.metadata = new SessionMetadata(
                stored.metadata.parent(),
                stored.metadata.forkedAt(),
                label,
                stored.metadata.workingDirectory(),
                stored.metadata.model(),
                stored.metadata.createdAt()));
    }

    @Override
    public void archive(SessionId id, Instant at) {
        Stored stored = find(id);
        stored.locked(() -> stored.archivedAt = stored.archivedAt.or(() -> Optional.of(at)));
    }

    @Override
    public void unarchive(SessionId id) {
        Stored stored = find(id);
        stored.locked(() -> stored.archivedAt = Optional.empty());
    }

    @Override
    public void delete(SessionId id) {
        creation.lock();
        try {
            for (Stored stored : sessions.values()) {
                if (stored.summary().metadata().parent().equals(Optional.of(id))) {
                    throw new IllegalStateException("Session " + id + " holds the beginning of session " + stored.id
                            + ", which was forked from it; delete that one first");
                }
            }
            sessions.remove(id);
        } finally {
            creation.unlock();
        }
    }

    @Override
    public void close() {
        sessions.clear();
    }

    private Stored find(SessionId id) {
        Stored stored = sessions.get(id);
        if (stored == null) {
            throw new SessionNotFoundException("There is no session " + id + " in memory. It was never started in this"
                    + " process, or its agent was closed; give the agent a SessionStore that keeps sessions.");
        }
        return stored;
    }
}

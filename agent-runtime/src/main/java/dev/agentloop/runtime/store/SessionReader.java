package dev.agentloop.runtime.store;

import dev.agentloop.SessionNotFoundException;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Reads sessions back, those they were forked from first. */
public final class SessionReader {
    private static final int PAGE = 500;
    private static final int MAX_ANCESTORS = 1000;

    private final SessionStore store;

    public SessionReader(SessionStore store) {
        this.store = store;
    }

    /** @throws SessionNotFoundException when there is no such session */
    public SessionMetadata metadata(SessionId id) {
        return store.metadata(id)
                .orElseThrow(() -> new SessionNotFoundException("There is no session " + id
                        + " in this store. Check the id, and that the agent uses the store the session was kept in."));
    }

    /** Everything of a session. */
    public ReadSession read(SessionId id) {
        return replay(id).finish();
    }

    /**
     * The last record a branch keeps.
     *
     * @throws IllegalArgumentException when the point is not in the session
     */
    public long resolve(SessionId id, ForkPoint point) {
        metadata(id);
        if (point.afterSequence().isPresent()) {
            long sequence = point.afterSequence().getAsLong();
            RecordPage page = sequence < 1 ? store.read(id, 1, 1) : store.read(id, sequence, 1);
            if (sequence != 0 && (sequence < 0 || page.records().isEmpty())) {
                throw new IllegalArgumentException("Session " + id + " has no record " + sequence + " to fork after");
            }
            return sequence;
        }
        if (point.afterTurn().isPresent()) {
            String wanted = point.afterTurn().get().value();
            return lastMatching(
                            id,
                            record -> record.type().equals(RecordType.TURN_ENDED)
                                    && Replay.turnOf(record).equals(wanted))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Session " + id + " has no ended turn " + wanted + " to fork after"));
        }
        return lastMatching(id, record -> true).orElse(0L);
    }

    private Optional<Long> lastMatching(SessionId id, java.util.function.Predicate<RolloutRecord> wanted) {
        Optional<Long> found = Optional.empty();
        long from = 1;
        while (true) {
            RecordPage page = store.read(id, from, PAGE);
            for (RolloutRecord record : page.records()) {
                if (wanted.test(record)) {
                    found = Optional.of(record.sequence());
                }
            }
            if (page.end()) {
                return found;
            }
            from = page.next();
        }
    }

    private Replay replay(SessionId id) {
        Deque<SessionId> chain = new ArrayDeque<>();
        Deque<Long> bounds = new ArrayDeque<>();
        SessionId current = id;
        long bound = Long.MAX_VALUE;
        while (true) {
            chain.push(current);
            bounds.push(bound);
            if (chain.size() > MAX_ANCESTORS) {
                throw new dev.agentloop.SessionStoreException(
                        "Session " + id + " has more than " + MAX_ANCESTORS + " ancestors; the store is damaged");
            }
            SessionMetadata metadata = metadata(current);
            if (metadata.parent().isEmpty()) {
                break;
            }
            bound = metadata.forkedAt();
            current = metadata.parent().get();
        }
        Replay replay = new Replay();
        while (!chain.isEmpty()) {
            boolean ancestor = chain.size() > 1;
            readInto(replay, chain.pop(), bounds.pop());
            if (ancestor) {
                replay.branch();
            }
        }
        return replay;
    }

    private void readInto(Replay replay, SessionId id, long last) {
        long from = 1;
        replay.newSession();
        while (from <= last) {
            RecordPage page = store.read(id, from, PAGE);
            for (RolloutRecord record : page.records()) {
                if (record.sequence() > last) {
                    return;
                }
                replay.apply(record);
            }
            if (page.end()) {
                return;
            }
            from = page.next();
        }
    }
}

package dev.agentloop.runtime.store;

import dev.agentloop.SessionNotFoundException;
import dev.agentloop.SessionStoreException;
import dev.agentloop.TokenUsage;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

    /** The session that this one descends from; itself when it is no branch. */
    public SessionId root(SessionId id) {
        return ancestry(id).get(0).id();
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
        return replay(ancestry(id));
    }

    /** Replays a session from the parts it consists of, its ancestors first. */
    private Replay replay(List<Part> parts) {
        Replay replay = new Replay();
        for (int index = 0; index < parts.size(); index++) {
            replay.newSession();
            replay = readInto(replay, parts.subList(0, index + 1));
            if (index < parts.size() - 1) {
                replay.branch();
            }
        }
        return replay;
    }

    /**
     * A part of a session.
     *
     * @param id a session of the chain
     * @param last its last record that counts
     */
    record Part(SessionId id, long last) {}

    /** What a session consists of, oldest first. */
    List<Part> ancestry(SessionId id) {
        LinkedList<Part> parts = new LinkedList<>();
        Part part = new Part(id, Long.MAX_VALUE);
        parts.addFirst(part);
        Optional<SessionId> parent = metadata(id).parent();
        while (parent.isPresent()) {
            part = new Part(parent.get(), metadata(part.id()).forkedAt());
            parts.addFirst(part);
            if (parts.size() > MAX_ANCESTORS) {
                throw new SessionStoreException(
                        "Session " + id + " has more than " + MAX_ANCESTORS + " ancestors; the store is damaged");
            }
            parent = metadata(part.id()).parent();
        }
        return parts;
    }

    /** Applies the records of the last part to a replay of the parts before it. */
    private Replay readInto(Replay start, List<Part> parts) {
        Part part = parts.get(parts.size() - 1);
        Replay replay = start;
        long from = 1;
        while (from <= part.last()) {
            RecordPage page = store.read(part.id(), from, PAGE);
            for (RolloutRecord record : page.records()) {
                if (record.sequence() > part.last()) {
                    return replay;
                }
                OptionalLong kept = Replay.rolledBackTo(record);
                if (kept.isEmpty()) {
                    replay.apply(record);
                } else {
                    TokenUsage used = replay.usage();
                    replay = rolledBack(parts, kept.getAsLong());
                    replay.goOn(record.sequence(), used);
                }
            }
            if (page.end()) {
                return replay;
            }
            from = page.next();
        }
        return replay;
    }

    /** The session as it was after a record, with nothing left open. */
    private Replay rolledBack(List<Part> parts, long lastKept) {
        List<Part> kept = new ArrayList<>(parts);
        kept.set(parts.size() - 1, new Part(parts.get(parts.size() - 1).id(), lastKept));
        Replay replay = replay(kept);
        replay.branch();
        return replay;
    }
}

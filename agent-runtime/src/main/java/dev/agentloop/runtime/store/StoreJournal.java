package dev.agentloop.runtime.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.SessionConflictException;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.runtime.json.ItemJson;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.session.RecordFacts;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one session over a store. Made lazily in the store: a session that never ran leaves nothing. After a
 * failed append the tail is read again, because a failed commit may be there all the same. Once another writer was
 * there first, or the session is closed, nothing more is written. Thread-safe.
 */
public final class StoreJournal {
    private final SessionStore store;
    private final SessionId id;
    private final SessionMetadata metadata;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Entry> waiting = new ArrayList<>();
    private boolean created;
    private volatile long next;
    private @Nullable SessionConflictException fenced;
    private volatile boolean closed;

    /**
     * A record that has no number yet.
     *
     * @param text what a search finds
     * @param usage tokens it accounts for
     */
    record Entry(String type, String json, String text, TokenUsage usage) {}

    /** @param next sequence of the next record; 1 for a session that is not in the store yet */
    public StoreJournal(SessionStore store, SessionId id, SessionMetadata metadata, Clock clock, long next) {
        this.store = store;
        this.id = id;
        this.metadata = metadata;
        this.clock = clock;
        this.created = next > 1;
        this.next = next;
    }

    /** Makes the session in the store now, for a session that must be found there before its first turn. */
    public void create() {
        lock.lock();
        try {
            if (!created) {
                store.create(id, metadata);
                created = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sequence of the last record; 0 when there is none. */
    public long head() {
        return next - 1; // without the lock, which is held while a slow store writes
    }

    /** The way of one turn to write, from its beginning, or from where it goes on, until it ends or waits. */
    public TurnJournal turn(TurnId turn) {
        return new TurnJournal(this, turn);
    }

    /** A question that was put off has its answer. */
    public void approvalAnswered(String requestId, ApprovalDecision decision) {
        ObjectNode head = Json.object().put("request", requestId);
        append(RecordType.APPROVAL_ANSWERED, Json.splice(head, "decision", ItemJson.approvalDecisionToJson(decision)));
    }

    /** What came after this record does not count any more. */
    public void rolledBack(long lastKept) {
        append(RecordType.ROLLED_BACK, Json.write(Json.object().put("after", lastKept)));
    }

    /** Writes nothing more, so that whoever opens the session next is not disturbed by a turn that is stuck. */
    public void close() {
        closed = true; // without the lock, which a stuck store may hold
    }

    /** Writes a record with the next one. */
    void appendLater(Entry entry) {
        lock.lock();
        try {
            waiting.add(entry);
        } finally {
            lock.unlock();
        }
    }

    /** @return the record's sequence */
    long append(String type, String json) {
        return append(new Entry(type, json, "", TokenUsage.NONE));
    }

    /** @return the record's sequence */
    long append(Entry entry) {
        Instant now = clock.instant();
        lock.lock();
        try {
            requireWritable();
            create();
            List<Entry> entries = new ArrayList<>(waiting);
            entries.add(entry);
            List<RolloutRecord> records = new ArrayList<>();
            List<RecordFacts> facts = new ArrayList<>();
            number(entries, now, records, facts);
            try {
                next = store.append(id, next, records, facts);
            } catch (SessionConflictException conflict) {
                fenced = conflict;
                throw conflict;
            } catch (RuntimeException failure) {
                if (!areThere(records, failure)) {
                    throw failure;
                }
                next += records.size();
            }
            waiting.clear();
            return next - 1;
        } finally {
            lock.unlock();
        }
    }

    private void number(List<Entry> entries, Instant now, List<RolloutRecord> records, List<RecordFacts> facts) {
        for (Entry entry : entries) {
            long sequence = next + records.size();
            records.add(new RolloutRecord(sequence, now, entry.type(), RecordType.VERSION, entry.json()));
            if (!entry.text().isEmpty() || !entry.usage().equals(TokenUsage.NONE)) {
                facts.add(new RecordFacts(sequence, entry.text(), entry.usage()));
            }
        }
    }

    private void requireWritable() {
        if (fenced != null) {
            throw fenced;
        }
        if (closed) {
            throw new SessionConflictException("Session " + id + " was closed before its turn had ended; what the turn"
                    + " does now is not kept. Open the session again and go on with the turn, or give it up.");
        }
    }

    private boolean areThere(List<RolloutRecord> records, RuntimeException failure) {
        try {
            return store.read(id, next, records.size()).records().equals(records);
        } catch (RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
            return false;
        }
    }
}

package dev.agentloop.runtime.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.SessionConflictException;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.json.ItemJson;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.runtime.loop.Journal;
import dev.agentloop.session.RecordFacts;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.tool.ToolOutput;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one session over a store. Made lazily in the store: a session that never ran leaves nothing. After a
 * failed append the tail is read again, because a failed commit may be there all the same. Once another writer was
 * there first, nothing more is written.
 */
public final class StoreJournal implements Journal {
    private final SessionStore store;
    private final SessionId id;
    private final SessionMetadata metadata;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Entry> waiting = new ArrayList<>();
    private boolean created;
    private volatile long next;
    private @Nullable SessionConflictException fenced;

    /**
     * A record that has no number yet.
     *
     * @param text what a search finds
     * @param usage tokens it accounts for
     */
    private record Entry(String type, String json, String text, TokenUsage usage) {}

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

    @Override
    public void turnStarted(TurnId turn, String model) {
        append(RecordType.TURN_STARTED, Json.write(turn(turn).put("model", model)));
    }

    @Override
    public void item(TurnId turn, ModelItem item) {
        String json = withTurn(turn, "item", ItemJson.modelItemToJson(item));
        append(new Entry(RecordType.ITEM, json, spoken(item), TokenUsage.NONE));
    }

    @Override
    public void turnItem(TurnId turn, TurnItem item) {
        append(RecordType.TURN_ITEM, withTurn(turn, "item", ItemJson.turnItemToJson(item)));
    }

    @Override
    public void toolStarted(String callId) {
        append(RecordType.TOOL_STARTED, Json.write(Json.object().put("call", callId)));
    }

    @Override
    public void toolSuspended(String callId) {
        append(RecordType.TOOL_SUSPENDED, Json.write(Json.object().put("call", callId)));
    }

    @Override
    public void toolFinished(String callId, ToolOutput output) {
        ObjectNode head = Json.object().put("call", callId);
        append(RecordType.TOOL_FINISHED, with(head, "output", ItemJson.toolOutputToJson(output)));
    }

    @Override
    public void approvalRequested(ApprovalRequest request, String question) {
        ObjectNode head = Json.object().put("question", question);
        append(RecordType.APPROVAL_REQUESTED, with(head, "request", ItemJson.approvalRequestToJson(request)));
    }

    @Override
    public void approvalAnswered(String requestId, ApprovalDecision decision) {
        ObjectNode head = Json.object().put("request", requestId);
        append(RecordType.APPROVAL_ANSWERED, with(head, "decision", ItemJson.approvalDecisionToJson(decision)));
    }

    @Override
    public void steered(TurnId turn, UserInput input) {
        ModelItem message = new ModelItem.Message("", ModelItem.Role.USER, input.parts(), Optional.empty());
        append(RecordType.STEERED, withTurn(turn, "item", ItemJson.modelItemToJson(message)));
    }

    @Override
    public void used(TurnId turn, String model, TokenUsage usage) {
        String json = with(turn(turn).put("model", model), "usage", ItemJson.tokenUsageToJson(usage));
        lock.lock();
        try {
            waiting.add(new Entry(RecordType.USAGE, json, "", usage));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void turnEnded(TurnId turn, String status) {
        append(RecordType.TURN_ENDED, Json.write(turn(turn).put("status", status)));
    }

    /** Older history was replaced by these items. */
    public void compacted(TurnId turn, List<ModelItem> replacement) {
        StringBuilder items = new StringBuilder("[");
        for (ModelItem item : replacement) {
            items.append(items.length() == 1 ? "" : ",").append(ItemJson.modelItemToJson(item));
        }
        append(RecordType.COMPACTED, withTurn(turn, "items", items.append(']').toString()));
    }

    /** What a search finds: the user's words and the model's answers, not the context that every session begins with. */
    private static String spoken(ModelItem item) {
        return item instanceof ModelItem.Message message
                        && (message.role() == ModelItem.Role.ASSISTANT
                                || !message.id().isEmpty())
                ? message.text()
                : "";
    }

    /** What came after this record does not count any more. */
    public void rolledBack(long lastKept) {
        append(RecordType.ROLLED_BACK, Json.write(Json.object().put("after", lastKept)));
    }

    private static ObjectNode turn(TurnId turn) {
        return Json.object().put("turn", turn.value());
    }

    private static String withTurn(TurnId turn, String member, String json) {
        return with(turn(turn), member, json);
    }

    /** Splices a written document into an object without writing it again. */
    private static String with(ObjectNode head, String member, String json) {
        String start = Json.write(head);
        return start.substring(0, start.length() - 1) + ",\"" + member + "\":" + json + "}";
    }

    private void append(String type, String json) {
        append(new Entry(type, json, "", TokenUsage.NONE));
    }

    private void append(Entry entry) {
        lock.lock();
        try {
            if (fenced != null) {
                throw fenced;
            }
            create();
            List<Entry> entries = new ArrayList<>(waiting);
            entries.add(entry);
            List<RolloutRecord> records = new ArrayList<>();
            List<RecordFacts> facts = new ArrayList<>();
            number(entries, records, facts);
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
        } finally {
            lock.unlock();
        }
    }

    private void number(List<Entry> entries, List<RolloutRecord> records, List<RecordFacts> facts) {
        Instant now = clock.instant();
        for (Entry entry : entries) {
            long sequence = next + records.size();
            records.add(new RolloutRecord(sequence, now, entry.type(), RecordType.VERSION, entry.json()));
            if (!entry.text().isEmpty() || !entry.usage().equals(TokenUsage.NONE)) {
                facts.add(new RecordFacts(sequence, entry.text(), entry.usage()));
            }
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

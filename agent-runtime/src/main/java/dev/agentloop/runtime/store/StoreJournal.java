package dev.agentloop.runtime.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.SessionConflictException;
import dev.agentloop.TurnId;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.json.ItemJson;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.runtime.loop.Journal;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.tool.ToolOutput;
import java.time.Clock;
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
    private boolean created;
    private volatile long next;
    private @Nullable SessionConflictException fenced;

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
        append(RecordType.ITEM, withTurn(turn, "item", ItemJson.modelItemToJson(item)));
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
        lock.lock();
        try {
            if (fenced != null) {
                throw fenced;
            }
            create();
            RolloutRecord record = new RolloutRecord(next, clock.instant(), type, RecordType.VERSION, json);
            try {
                next = store.append(id, next, List.of(record));
            } catch (SessionConflictException conflict) {
                fenced = conflict;
                throw conflict;
            } catch (RuntimeException failure) {
                if (!isThere(record, failure)) {
                    throw failure;
                }
                next = record.sequence() + 1;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isThere(RolloutRecord record, RuntimeException failure) {
        try {
            RecordPage tail = store.read(id, record.sequence(), 1);
            return tail.records().contains(record);
        } catch (RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
            return false;
        }
    }
}

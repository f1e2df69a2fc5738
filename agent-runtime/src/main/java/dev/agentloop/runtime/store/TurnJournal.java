package dev.agentloop.runtime.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.json.ItemJson;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.runtime.loop.Journal;
import dev.agentloop.runtime.loop.ToolInvocation;
import dev.agentloop.runtime.loop.TurnSpec;
import dev.agentloop.runtime.store.StoreJournal.Entry;
import dev.agentloop.tool.ToolOutput;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The records of one turn in the journal of its session, until the turn is over. */
public final class TurnJournal implements Journal {
    private final StoreJournal session;
    private final TurnId turn;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean over;

    TurnJournal(StoreJournal session, TurnId turn) {
        this.session = session;
        this.turn = turn;
    }

    @Override
    public void turnStarted(TurnSpec spec) {
        ObjectNode json = turn().put("model", spec.model());
        spec.effort().ifPresent(effort -> json.put("effort", effort.name().toLowerCase(Locale.ROOT)));
        spec.outputSchema()
                .ifPresent(schema -> json.put("schema", schema.json())); // as text: its bytes must not change
        append(RecordType.TURN_STARTED, Json.write(json));
    }

    @Override
    public long item(ModelItem item) {
        String json = Json.splice(turn(), "item", ItemJson.modelItemToJson(item));
        return append(new Entry(RecordType.ITEM, json, FactsOf.item(item), TokenUsage.NONE));
    }

    @Override
    public boolean turnItem(TurnItem item) {
        return append(RecordType.TURN_ITEM, Json.splice(turn(), "item", ItemJson.turnItemToJson(item))) > 0;
    }

    @Override
    public void toolStarted(ToolInvocation call) {
        append(RecordType.TOOL_STARTED, Json.write(call(call)));
    }

    @Override
    public void toolSuspended(ToolInvocation call) {
        append(RecordType.TOOL_SUSPENDED, Json.write(call(call)));
    }

    @Override
    public void toolFinished(ToolInvocation call, ToolOutput output) {
        append(RecordType.TOOL_FINISHED, Json.splice(call(call), "output", ItemJson.toolOutputToJson(output)));
    }

    @Override
    public boolean approvalRequested(ApprovalRequest request, String question) {
        ObjectNode head = Json.object().put("question", question);
        String json = Json.splice(head, "request", ItemJson.approvalRequestToJson(request));
        return append(RecordType.APPROVAL_REQUESTED, json) > 0;
    }

    @Override
    public void steered(UserInput input) {
        ModelItem message = new ModelItem.Message("", ModelItem.Role.USER, input.parts(), Optional.empty());
        append(RecordType.STEERED, Json.splice(turn(), "item", ItemJson.modelItemToJson(message)));
    }

    @Override
    public void used(String model, TokenUsage usage) {
        String json = Json.splice(turn().put("model", model), "usage", ItemJson.tokenUsageToJson(usage));
        lock.lock();
        try {
            if (!over) {
                session.appendLater(new Entry(RecordType.USAGE, json, "", usage));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean compacted(List<ModelItem> replacement) {
        StringBuilder items = new StringBuilder("[");
        for (ModelItem item : replacement) {
            items.append(items.length() == 1 ? "" : ",").append(ItemJson.modelItemToJson(item));
        }
        return append(
                        RecordType.COMPACTED,
                        Json.splice(turn(), "items", items.append(']').toString()))
                > 0;
    }

    @Override
    public void turnEnded(String status) {
        lock.lock();
        try {
            append(RecordType.TURN_ENDED, Json.write(turn().put("status", status)));
        } finally {
            over = true;
            lock.unlock();
        }
    }

    @Override
    public void turnSuspended() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
    }

    private long append(String type, String json) {
        return append(new Entry(type, json, "", TokenUsage.NONE));
    }

    /** Holds the lock while the record is written, so none can follow the last one. @return 0 when the turn is over */
    private long append(Entry entry) {
        lock.lock();
        try {
            return over ? 0 : session.append(entry);
        } finally {
            lock.unlock();
        }
    }

    private ObjectNode turn() {
        return Json.object().put("turn", turn.value());
    }

    private static ObjectNode call(ToolInvocation call) {
        return Json.object().put("call", call.call().callId()).put("record", call.record());
    }
}

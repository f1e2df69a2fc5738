package dev.agentloop.runtime.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.SessionStoreException;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.runtime.approval.ApprovalState;
import dev.agentloop.runtime.json.ItemJson;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.runtime.loop.ItemViews;
import dev.agentloop.runtime.loop.OpenCall;
import dev.agentloop.runtime.loop.ToolInvocation.Attempt;
import dev.agentloop.runtime.loop.TurnSpec;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns records back into a session, one by one. Records of unknown types are skipped: newer versions write them. */
final class Replay {
    /** What a branch tells the model about a call that its cut left without an answer. */
    static final String CUT_OFF = "Interrupted: the conversation was branched before this call ended.";

    private static final class Call {
        private final ModelItem.Call item;
        private final long record;
        private Attempt attempt = Attempt.FIRST;
        private Optional<ToolOutput> finished = Optional.empty();
        private final List<OpenTurn.Answered> used = new ArrayList<>();

        Call(ModelItem.Call item, long record) {
            this.item = item;
            this.record = record;
        }
    }

    private List<ModelItem> history = new ArrayList<>();
    private final List<TurnItem> items = new ArrayList<>();
    private final List<Call> openCalls = new ArrayList<>();
    private final Map<String, ApprovalState.Pending> pending = new LinkedHashMap<>();
    private final List<OpenTurn.Answered> answered = new ArrayList<>();
    private final List<UserInput> steered = new ArrayList<>();
    private @Nullable TurnSpec turn;
    private boolean hasInput;
    private long records;
    private TokenUsage usage = TokenUsage.NONE;

    /** The next records belong to another session of the chain. */
    void newSession() {
        records = 0;
        usage = TokenUsage.NONE;
    }

    /** The session ends here for a branch: nothing stays open. */
    void branch() {
        for (Call open : openCalls) {
            ToolOutput output = open.finished.orElse(ToolOutput.error(CUT_OFF));
            history.add(new ModelItem.CallOutput(open.item.callId(), open.item.form(), output, Optional.empty()));
            items.add(view(open.item, output));
        }
        endTurn();
    }

    ReadSession finish() {
        Optional<OpenTurn> open = Optional.empty();
        if (turn != null && hasInput) { // else it asked nothing: it was cut off at once, or only compacted
            List<OpenCall> calls = openCalls.stream()
                    .map(call -> new OpenCall(itemId(call.item), call.item, call.record, call.attempt, call.finished))
                    .toList();
            open = Optional.of(new OpenTurn(
                    turn, calls, List.copyOf(pending.values()), List.copyOf(answered), List.copyOf(steered)));
        }
        return new ReadSession(List.copyOf(history), List.copyOf(items), open, records, usage);
    }

    /** The last record that counts after a record says that later ones do not; empty for other records. */
    static OptionalLong rolledBackTo(RolloutRecord record) {
        return record.type().equals(RecordType.ROLLED_BACK)
                ? OptionalLong.of(Json.storedTree(record.json()).path("after").asLong())
                : OptionalLong.empty();
    }

    /** The session goes on after a record that was not applied. Tokens that were used stay used. */
    void goOn(long sequence, TokenUsage used) {
        records = sequence;
        usage = used;
    }

    TokenUsage usage() {
        return usage;
    }

    static String turnOf(RolloutRecord record) {
        return Json.storedTree(record.json()).path("turn").asText();
    }

    void apply(RolloutRecord record) {
        records = record.sequence();
        try {
            apply(record.type(), Json.storedTree(record.json()));
        } catch (IllegalArgumentException e) {
            throw new SessionStoreException(
                    "Record " + record.sequence() + " (" + record.type() + ") cannot be read: " + e.getMessage(), e);
        }
    }

    private void apply(String type, JsonNode json) {
        switch (type) {
            case RecordType.TURN_STARTED -> {
                pending.clear(); // what a call of an earlier turn asked too late belongs to nobody
                answered.clear();
                turn = started(json);
                hasInput = false;
            }
            case RecordType.ITEM ->
                item(ItemJson.modelItemFromJson(json.path("item").toString()));
            case RecordType.TURN_ITEM ->
                items.add(ItemJson.turnItemFromJson(json.path("item").toString()));
            case RecordType.TOOL_STARTED ->
                call(json).ifPresent(call -> {
                    call.attempt = Attempt.UNKNOWN_EFFECTS;
                    use(call); // one answer is good for one run
                });
            case RecordType.TOOL_SUSPENDED ->
                call(json).ifPresent(call -> {
                    call.attempt = Attempt.FIRST;
                    answered.addAll(call.used); // it runs again from its start, and asks everything again
                    call.used.clear();
                });
            case RecordType.TOOL_FINISHED ->
                call(json)
                        .ifPresent(call -> call.finished = Optional.of(
                                ItemJson.toolOutputFromJson(json.path("output").toString())));
            case RecordType.APPROVAL_REQUESTED -> {
                ApprovalRequest request =
                        ItemJson.approvalRequestFromJson(json.path("request").toString());
                pending.put(
                        request.id(),
                        new ApprovalState.Pending(request, json.path("question").asText()));
            }
            case RecordType.APPROVAL_ANSWERED -> {
                ApprovalState.Pending question =
                        pending.remove(json.path("request").asText());
                if (question != null) {
                    answered.add(new OpenTurn.Answered(
                            question,
                            ItemJson.approvalDecisionFromJson(
                                    json.path("decision").toString())));
                }
            }
            case RecordType.STEERED ->
                steered.add(new UserInput(((ModelItem.Message)
                                ItemJson.modelItemFromJson(json.path("item").toString()))
                        .content()));
            case RecordType.COMPACTED -> {
                List<ModelItem> replacement = new ArrayList<>();
                json.path("items").forEach(item -> replacement.add(ItemJson.modelItemFromJson(item.toString())));
                history = replacement;
            }
            case RecordType.USAGE ->
                usage = usage.plus(
                        ItemJson.tokenUsageFromJson(json.path("usage").toString()));
            case RecordType.TURN_ENDED -> {
                if (turn != null && turn.id().value().equals(json.path("turn").asText())) {
                    endTurn();
                }
            }
            default -> {}
        }
    }

    private void item(ModelItem item) {
        history.add(item);
        if (item instanceof ModelItem.Call call) {
            openCalls.add(new Call(call, records));
        } else if (item instanceof ModelItem.CallOutput output) {
            openCall(output.callId()).ifPresent(call -> {
                openCalls.remove(call);
                if (call.attempt == Attempt.FIRST) {
                    forgetAnswer(output.callId()); // the tool never ran: the answer was no, or came too late
                }
                items.add(view(call.item, output.output()));
            });
        } else if (item instanceof ModelItem.Message message && message.role() != ModelItem.Role.ASSISTANT) {
            if (!message.id().isEmpty()) {
                hasInput = true;
                items.add(new TurnItem.UserMessage(message.id(), new UserInput(message.content())));
                steered.remove(new UserInput(message.content()));
            }
        } else {
            ItemViews.done(idOf(item), item).ifPresent(items::add);
        }
    }

    private void endTurn() {
        turn = null;
        openCalls.clear();
        pending.clear();
        answered.clear();
        steered.clear();
    }

    private static TurnSpec started(JsonNode json) {
        return new TurnSpec(
                new TurnId(json.path("turn").asText()),
                json.path("model").asText(),
                Stream.of(ReasoningEffort.values())
                        .filter(effort -> effort.name()
                                .equalsIgnoreCase(json.path("effort").asText()))
                        .findFirst(),
                Optional.ofNullable(json.path("schema").textValue()).map(JsonSchema::new));
    }

    private Optional<Call> call(JsonNode json) {
        long record = json.path("record").asLong();
        return openCalls.stream().filter(call -> call.record == record).findFirst();
    }

    private void use(Call call) {
        List<OpenTurn.Answered> given = answered.stream()
                .filter(answer -> answer.question().request().callId().equals(call.item.callId()))
                .toList();
        boolean onlyCall = openCalls.stream()
                        .filter(open -> open.item.callId().equals(call.item.callId()))
                        .count()
                == 1;
        call.used.addAll(onlyCall || given.isEmpty() ? given : given.subList(0, 1));
        answered.removeAll(call.used);
    }

    private void forgetAnswer(String callId) {
        answered.stream()
                .filter(answer -> answer.question().request().callId().equals(callId))
                .findFirst()
                .ifPresent(answered::remove);
    }

    private Optional<Call> openCall(String callId) {
        return openCalls.stream()
                .filter(call -> call.item.callId().equals(callId))
                .findFirst();
    }

    private static TurnItem view(ModelItem.Call call, ToolOutput output) {
        return new TurnItem.ToolInvocation(
                itemId(call),
                call.callId(),
                call.name(),
                call.arguments(),
                output.failed() ? TurnItem.Status.FAILED : TurnItem.Status.COMPLETED,
                Optional.of(output),
                Duration.ZERO);
    }

    private static String itemId(ModelItem.Call call) {
        return call.id().isEmpty() ? call.callId() : call.id();
    }

    private static String idOf(ModelItem item) {
        if (item instanceof ModelItem.Message message) {
            return message.id();
        }
        return item instanceof ModelItem.Reasoning reasoning ? reasoning.id() : "";
    }
}

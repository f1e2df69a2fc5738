package dev.agentloop.runtime.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.json.ItemJson;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.runtime.model.responses.ForeignItems;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A rollout file of Codex, line by line, as records of ours. Items become the history; compactions, rollbacks and token
 * counts are kept; what only concerns Codex itself is left out. Written after files of Codex 0.58 and 0.169.
 */
final class CodexRollout {
    private final SessionMetadata metadata;
    private final SessionId id;
    private final List<RolloutRecord> records = new ArrayList<>();
    private final List<ModelItem> context = new ArrayList<>();
    private final List<ModelItem> userMessages = new ArrayList<>();
    private final List<Long> turnStarts = new ArrayList<>();
    private final Map<String, Integer> unknown = new TreeMap<>();
    private Instant at;
    private String model = "";
    private boolean turnOpen;
    private boolean usageKnown;
    private TokenUsage total = TokenUsage.NONE;

    CodexRollout(JsonNode first) {
        JsonNode payload = first.path("payload");
        this.at = time(first);
        this.id = SessionId.of(payload.path("id").asText());
        this.metadata = new SessionMetadata(
                Optional.empty(),
                0,
                "",
                payload.path("cwd").asText(),
                "",
                time(payload.has("timestamp") ? payload : first));
    }

    /** Whether this is the first line of such a file. */
    static boolean begins(JsonNode line) {
        return line.path("type").asText().equals("session_meta")
                && line.path("payload").has("id");
    }

    SessionId id() {
        return id;
    }

    /** What is known of the session, with the model of its last turn. */
    SessionMetadata metadata() {
        return new SessionMetadata(Optional.empty(), 0, "", metadata.workingDirectory(), model, metadata.createdAt());
    }

    void line(JsonNode line) {
        at = time(line);
        JsonNode payload = line.path("payload");
        switch (line.path("type").asText()) {
            case "response_item" -> item(payload);
            case "compacted" -> compacted(payload);
            case "turn_context" -> model = payload.path("model").asText(model);
            case "token_usage_record" -> {
                usageKnown = true;
                used(usage(payload.path("usage")));
            }
            case "event_msg" -> event(payload);
            default -> {} // settings and caches of Codex
        }
    }

    /** All records. */
    List<RolloutRecord> finish() {
        if (!usageKnown && !total.equals(TokenUsage.NONE)) {
            used(total); // older files count only sums
        }
        endTurn();
        return List.copyOf(records);
    }

    /** What was not understood. */
    List<String> leftOut() {
        return unknown.entrySet().stream()
                .map(entry -> entry.getValue() + " item(s) of type " + entry.getKey())
                .toList();
    }

    private void item(JsonNode payload) {
        Optional<ModelItem> read = ForeignItems.read(payload);
        if (read.isEmpty()) {
            unknown.merge(payload.path("type").asText(), 1, Integer::sum);
            return;
        }
        ModelItem item = read.get();
        if (item instanceof ModelItem.Message message && isContext(message)) {
            item = message(message, "");
            context.add(item);
        } else if (item instanceof ModelItem.Message message && message.role() == ModelItem.Role.USER) {
            endTurn();
            startTurn();
            item = message(message, message.id().isEmpty() ? "msg-" + (records.size() + 1) : message.id());
            userMessages.add(item);
        } else {
            startTurn();
        }
        add(RecordType.ITEM, spliced("item", ItemJson.modelItemToJson(item)));
    }

    private static ModelItem message(ModelItem.Message message, String itemId) {
        return new ModelItem.Message(itemId, message.role(), message.content(), Optional.empty());
    }

    /** Codex speaks in the user's name in tags, such as {@code <environment_context>}. */
    private static boolean isContext(ModelItem.Message message) {
        String text = message.text().strip();
        return switch (message.role()) {
            case DEVELOPER -> true;
            case USER -> text.startsWith("<") && text.endsWith(">");
            case ASSISTANT -> false;
        };
    }

    private void compacted(JsonNode payload) {
        List<ModelItem> kept = new ArrayList<>();
        if (payload.path("replacement_history").isArray()) {
            payload.path("replacement_history")
                    .forEach(item -> ForeignItems.read(item).ifPresent(kept::add));
        } else {
            kept.addAll(context);
            kept.addAll(userMessages);
            kept.add(ModelItem.Message.of(
                    ModelItem.Role.USER, payload.path("message").asText()));
        }
        startTurn();
        StringBuilder items = new StringBuilder("[");
        for (ModelItem item : kept) {
            items.append(items.length() == 1 ? "" : ",").append(ItemJson.modelItemToJson(item));
        }
        add(RecordType.COMPACTED, spliced("items", items.append(']').toString()));
    }

    private void event(JsonNode payload) {
        switch (payload.path("type").asText()) {
            case "token_count" -> {
                JsonNode sums = payload.path("info").path("total_token_usage");
                total = sums.isObject() ? usage(sums) : total;
            }
            case "thread_rolled_back" -> rolledBack(payload.path("num_turns").asInt());
            default -> {}
        }
    }

    private void rolledBack(int turns) {
        endTurn();
        int first = Math.max(0, turnStarts.size() - turns);
        if (first < turnStarts.size()) {
            long lastKept = turnStarts.get(first) - 1;
            turnStarts.subList(first, turnStarts.size()).clear();
            add(RecordType.ROLLED_BACK, Json.write(Json.object().put("after", lastKept)));
        }
    }

    private void used(TokenUsage usage) {
        startTurn();
        add(RecordType.USAGE, Json.splice(turn().put("model", model), "usage", ItemJson.tokenUsageToJson(usage)));
    }

    private void startTurn() {
        if (!turnOpen) {
            turnOpen = true;
            turnStarts.add(records.size() + 1L);
            add(RecordType.TURN_STARTED, Json.write(turn().put("model", model)));
        }
    }

    private void endTurn() {
        if (turnOpen) {
            add(RecordType.TURN_ENDED, Json.write(turn().put("status", "completed")));
            turnOpen = false;
        }
    }

    private ObjectNode turn() {
        return Json.object().put("turn", "imported-" + turnStarts.size());
    }

    private String spliced(String member, String json) {
        return Json.splice(turn(), member, json);
    }

    private void add(String type, String json) {
        records.add(new RolloutRecord(records.size() + 1L, at, type, RecordType.VERSION, json));
    }

    private static TokenUsage usage(JsonNode usage) {
        return new TokenUsage(
                usage.path("input_tokens").asLong(),
                usage.path("cached_input_tokens").asLong(),
                usage.path("cache_write_input_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                usage.path("reasoning_output_tokens").asLong());
    }

    private static Instant time(JsonNode node) {
        return Instant.parse(node.path("timestamp").asText());
    }
}

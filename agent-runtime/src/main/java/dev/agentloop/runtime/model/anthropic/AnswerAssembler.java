package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemStarted;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes items of content blocks.
 *
 * <p>Text blocks that follow each other are one message: the service begins a new block at each citation. Thinking is
 * handed out with what comes after it, which it belongs to. A call whose arguments are no object waits for the end of the
 * answer: if that was cut, the call does not exist, else the model is to blame.
 */
final class AnswerAssembler {
    private final String providerId;
    private final Supplier<String> itemIds;
    private final Consumer<ModelEvent> events;
    private final Map<Integer, Block> open = new LinkedHashMap<>();
    private final List<Block> texts = new ArrayList<>();
    private final List<Done> waiting = new ArrayList<>();

    /** An item that is done, and whether it exists only in an answer that was not cut. */
    private record Done(ModelEvent.ItemDone event, boolean doubtful) {}

    AnswerAssembler(String providerId, Supplier<String> itemIds, Consumer<ModelEvent> events) {
        this.providerId = providerId;
        this.itemIds = itemIds;
        this.events = events;
    }

    /** Forgets what is not done: the service began its answer anew. */
    void restart() {
        open.clear();
        texts.clear();
        waiting.clear();
    }

    /** Whether no block is open. */
    boolean isIdle() {
        return open.isEmpty();
    }

    void start(int index, ObjectNode json) {
        Block.Kind kind = Block.Kind.of(json);
        boolean goesOn = kind == Block.Kind.TEXT && !texts.isEmpty();
        if (!goesOn) {
            finishTexts();
        }
        Block block = new Block(json, goesOn ? texts.get(0).itemId() : itemIds.get());
        if (kind == Block.Kind.TEXT) {
            texts.add(block);
        }
        open.put(index, block);
        if (!goesOn) {
            events.accept(new ItemStarted(
                    block.itemId(), startedAs(kind), kind == Block.Kind.CALL ? block.member("name") : ""));
        }
        delta(block, block.text());
    }

    /** Adds a delta; whether it was understood. */
    boolean add(int index, JsonNode delta) {
        Block block = open.get(index);
        if (block == null) {
            return false;
        }
        switch (WireJson.text(delta, "type")) {
            case "text_delta" -> addText(block, WireJson.text(delta, "text"));
            case "thinking_delta" -> addText(block, WireJson.text(delta, "thinking"));
            case "signature_delta" -> block.addSignature(WireJson.text(delta, "signature"));
            case "input_json_delta" -> {
                String more = WireJson.text(delta, "partial_json");
                block.addInput(more);
                if (!more.isEmpty() && block.kind() == Block.Kind.CALL) {
                    events.accept(new ModelEvent.ArgumentsDelta(block.itemId(), more));
                } else if (block.kind() == Block.Kind.ANSWER) {
                    delta(block, more);
                }
            }
            case "citations_delta" -> block.addCitation(delta.path("citation"));
            default -> {
                return false;
            }
        }
        return true;
    }

    void stop(int index) {
        Block block = open.remove(index);
        if (block != null) {
            finish(block);
        }
    }

    /**
     * Ends everything.
     *
     * @param cut whether the answer was cut, so that calls without whole arguments do not exist
     */
    void finish(boolean cut) {
        open.values().forEach(this::finish);
        open.clear();
        finishTexts();
        for (Done done : waiting) {
            if (!cut || !done.doubtful()) {
                events.accept(done.event());
            }
        }
        waiting.clear();
    }

    private void addText(Block block, String more) {
        block.addText(more);
        delta(block, more);
    }

    private void delta(Block block, String more) {
        if (more.isEmpty()) {
            return;
        }
        if (block.kind() == Block.Kind.THINKING) {
            events.accept(new ModelEvent.ReasoningDelta(block.itemId(), more, false));
        } else if (block.kind() != Block.Kind.HOSTED) {
            events.accept(new ModelEvent.TextDelta(block.itemId(), more));
        }
    }

    private void finish(Block block) {
        switch (block.kind()) {
            case TEXT -> {
                // Part of a message that may go on.
            }
            case THINKING ->
                waiting.add(new Done(
                        new ModelEvent.ItemDone(
                                block.itemId(), new ModelItem.Reasoning("", "", block.text(), own(block.json()))),
                        false));
            case CALL -> done(block.itemId(), call(block), !block.isWhole());
            case ANSWER ->
                done(block.itemId(), ModelItem.Message.of(ModelItem.Role.ASSISTANT, block.arguments()), false);
            case HOSTED -> {
                ObjectNode json = block.json();
                done(block.itemId(), new ModelItem.Hosted(HostedBlocks.of(json, json.toString()), own(json)), false);
            }
        }
    }

    private ModelItem call(Block block) {
        return new ModelItem.Call(
                "",
                block.member("id"),
                block.member("name"),
                ModelItem.Call.Form.FUNCTION,
                block.arguments(),
                block.saysMore() ? own(block.json()) : Optional.empty());
    }

    private void finishTexts() {
        if (texts.isEmpty()) {
            return;
        }
        List<Content> parts = new ArrayList<>();
        ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
        boolean more = false;
        for (Block text : texts) {
            parts.add(new Content.Text(text.text()));
            blocks.add(text.json());
            more |= text.saysMore();
        }
        String itemId = texts.get(0).itemId();
        texts.clear();
        done(
                itemId,
                new ModelItem.Message("", ModelItem.Role.ASSISTANT, parts, more ? own(blocks) : Optional.empty()),
                false);
    }

    /** Hands out this item and those that waited for it, unless one of them is still in doubt. */
    private void done(String itemId, ModelItem item, boolean doubtful) {
        waiting.add(new Done(new ModelEvent.ItemDone(itemId, item), doubtful));
        if (waiting.stream().noneMatch(Done::doubtful)) {
            waiting.forEach(done -> events.accept(done.event()));
            waiting.clear();
        }
    }

    private Optional<Opaque> own(JsonNode json) {
        return Optional.of(new Opaque(providerId, json.toString()));
    }

    private static ItemStarted.Kind startedAs(Block.Kind kind) {
        return switch (kind) {
            case TEXT, ANSWER -> ItemStarted.Kind.MESSAGE;
            case THINKING -> ItemStarted.Kind.REASONING;
            case CALL -> ItemStarted.Kind.CALL;
            case HOSTED -> ItemStarted.Kind.HOSTED;
        };
    }
}

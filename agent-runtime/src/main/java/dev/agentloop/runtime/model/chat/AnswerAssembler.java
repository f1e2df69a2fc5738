package dev.agentloop.runtime.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemStarted;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.Content;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes items of the pieces of an answer, which on this wire have no borders: a text is done when a call begins or at
 * the end, reasoning when anything else begins.
 */
final class AnswerAssembler {
    private final String providerId;
    private final Consumer<ModelEvent> events;
    private final CallAssembler calls;
    private final StringBuilder text = new StringBuilder();
    private String messageId = "";
    private @Nullable Thinking thinking;
    private int items;

    AnswerAssembler(String providerId, Consumer<ModelEvent> events) {
        this.providerId = providerId;
        this.events = events;
        this.calls = new CallAssembler(providerId, this::nextItemId, events);
    }

    void addText(String more) {
        if (more.isEmpty()) {
            return;
        }
        finishThinking();
        if (messageId.isEmpty()) {
            messageId = nextItemId();
            events.accept(new ItemStarted(messageId, ItemStarted.Kind.MESSAGE, ""));
        }
        text.append(more);
        events.accept(new ModelEvent.TextDelta(messageId, more));
    }

    /** @param member the dialect it came in */
    void addThought(String member, String more) {
        if (!more.isEmpty()) {
            Thinking open = openThinking();
            open.addText(member, more);
            events.accept(new ModelEvent.ReasoningDelta(open.itemId(), more, false));
        }
    }

    /**
     * Adds an element of the array form.
     *
     * @param told whether the same chunk said it as a plain text too
     */
    void addDetail(ObjectNode detail, boolean told) {
        Thinking open = openThinking();
        String said = WireJson.text(detail, "text");
        String summary = WireJson.text(detail, "summary");
        open.addDetail(detail);
        if (!told) {
            addThought("reasoning", said);
        }
        if (!told && !summary.isEmpty()) {
            open.addSummary(summary);
            events.accept(new ModelEvent.ReasoningDelta(open.itemId(), summary, true));
        }
    }

    void addCall(JsonNode fragment) {
        finishThinking();
        finishText();
        calls.add(fragment);
    }

    /** Whether every open call has its arguments to the last brace. */
    boolean isWhole() {
        return calls.isWhole();
    }

    /**
     * Ends everything.
     *
     * @param cut whether the answer was cut, so that calls without whole arguments do not exist
     */
    void finish(boolean cut) {
        finishThinking();
        finishText();
        if (cut) {
            calls.finishWhole();
        } else {
            calls.finishAll();
        }
    }

    private Thinking openThinking() {
        Thinking open = thinking;
        if (open == null) {
            open = new Thinking(nextItemId());
            thinking = open;
            events.accept(new ItemStarted(open.itemId(), ItemStarted.Kind.REASONING, ""));
        }
        return open;
    }

    private void finishThinking() {
        Thinking open = thinking;
        if (open != null) {
            thinking = null;
            events.accept(new ModelEvent.ItemDone(open.itemId(), open.done(providerId)));
        }
    }

    private void finishText() {
        if (!messageId.isEmpty()) {
            ModelItem message = new ModelItem.Message(
                    "", ModelItem.Role.ASSISTANT, List.of(new Content.Text(text.toString())), Optional.empty());
            events.accept(new ModelEvent.ItemDone(messageId, message));
            messageId = "";
            text.setLength(0);
        }
    }

    private String nextItemId() {
        return "item_" + items++;
    }
}

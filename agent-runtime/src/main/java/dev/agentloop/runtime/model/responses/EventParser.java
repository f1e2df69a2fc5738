package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.agentloop.ModelException;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.runtime.model.http.ServiceError;
import dev.agentloop.runtime.model.http.UnknownEvents;
import dev.agentloop.runtime.model.http.WireJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of the bytes of a Responses stream. Deltas are read by a streaming parser that stops as soon as it knows
 * enough; only finished items and the end of the response become trees.
 *
 * <p>The rules, each taken from real traffic: the type is the event's name or, without one we know, the JSON's; null is
 * the same as absent; {@code sequence_number} is not needed; an item is what {@code output_item.done} says, and only
 * for items that never were done what {@code response.completed} lists; where deltas and item disagree the item is
 * right; an item that is not done when the stream ends does not exist. Unknown or malformed events are passed on as
 * {@link ModelEvent.Unknown}. One instance per response, for one thread.
 */
final class EventParser {
    private final String providerId;
    private final UnaryOperator<String> redact;
    private final ItemTracker items = new ItemTracker();
    private final Queue<ModelEvent> pending = new ArrayDeque<>();
    private boolean finished;

    EventParser(String providerId, UnaryOperator<String> redact) {
        this.providerId = providerId;
        this.redact = redact;
    }

    /** The next event that was made together with an earlier one; null when there is none. */
    @Nullable
    ModelEvent pending() {
        return pending.poll();
    }

    /** Whether the response has ended; what is pending is still to be delivered. */
    boolean finished() {
        return finished;
    }

    /**
     * Reads one event.
     *
     * @param name the event's name in the stream; {@code message} when it has none
     * @throws ModelException when the event says that the response failed
     */
    ModelEvent parse(String name, byte[] bytes, int offset, int length) {
        try {
            EventKind kind = EventKind.of(name);
            if (kind != null) {
                return parse(kind, bytes, offset, length);
            }
            String type = type(bytes, offset, length);
            EventKind typed = EventKind.of(type);
            return typed == null
                    ? UnknownEvents.of(type.isEmpty() ? name : type, bytes, offset, length)
                    : parse(typed, bytes, offset, length);
        } catch (JsonProcessingException e) {
            return UnknownEvents.of("malformed", bytes, offset, length);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed", e);
        }
    }

    private ModelEvent parse(EventKind kind, byte[] bytes, int offset, int length) throws IOException {
        return switch (kind) {
            case TEXT_DELTA, REASONING_DELTA, SUMMARY_DELTA, ARGUMENTS_DELTA -> delta(kind, bytes, offset, length);
            case ITEM_ADDED, ITEM_DONE -> item(kind == EventKind.ITEM_DONE, bytes, offset, length);
            case COMPLETED, INCOMPLETE, FAILED -> end(kind, bytes, offset, length);
            case ERROR -> throw failure(ServiceError.of(WireJson.tree(bytes, offset, length)));
            case PROGRESS -> ModelEvent.KeepAlive.INSTANCE;
        };
    }

    private ModelEvent delta(EventKind kind, byte[] bytes, int offset, int length) throws IOException {
        String delta = null;
        int index = -1;
        try (JsonParser json = WireJson.parser(bytes, offset, length)) {
            json.nextToken();
            String member;
            while ((delta == null || index < 0) && (member = json.nextFieldName()) != null) {
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING && member.equals("delta")) {
                    delta = json.getText();
                } else if (value == JsonToken.VALUE_NUMBER_INT && member.equals("output_index")) {
                    index = json.getIntValue();
                } else {
                    json.skipChildren();
                }
            }
        }
        if (delta == null || delta.isEmpty()) {
            return ModelEvent.KeepAlive.INSTANCE;
        }
        String known = items.idAt(index);
        String itemId = known == null ? itemId(bytes, offset, length) : known;
        return switch (kind) {
            case REASONING_DELTA -> new ModelEvent.ReasoningDelta(itemId, delta, false);
            case SUMMARY_DELTA -> new ModelEvent.ReasoningDelta(itemId, delta, true);
            case ARGUMENTS_DELTA -> new ModelEvent.ArgumentsDelta(itemId, delta);
            default -> new ModelEvent.TextDelta(itemId, delta);
        };
    }

    private ModelEvent item(boolean done, byte[] bytes, int offset, int length) throws IOException {
        int index = -1;
        OutputItem item = null;
        try (JsonParser json = WireJson.parser(bytes, offset, length)) {
            json.nextToken();
            String member;
            while ((member = json.nextFieldName()) != null) {
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_NUMBER_INT && member.equals("output_index")) {
                    index = json.getIntValue();
                } else if (value == JsonToken.START_OBJECT && member.equals("item")) {
                    item = JsonSlice.object(json, bytes, offset);
                } else {
                    json.skipChildren();
                }
            }
        }
        if (item == null) {
            return UnknownEvents.of("malformed", bytes, offset, length);
        }
        if (!done) {
            String itemId = items.start(index, item.id());
            return new ModelEvent.ItemStarted(itemId, item.kind(), item.toolName());
        }
        String itemId = item.isUnusable() ? null : items.finish(index, item);
        return itemId == null
                ? ModelEvent.KeepAlive.INSTANCE
                : new ModelEvent.ItemDone(itemId, item.toModelItem(providerId));
    }

    private ModelEvent end(EventKind kind, byte[] bytes, int offset, int length) throws IOException {
        ResponseEnd end = ResponseEnd.read(bytes, offset, length, items);
        if (kind == EventKind.FAILED) {
            throw failure(end.error());
        }
        for (ResponseEnd.Listed listed : end.items()) {
            OutputItem item = listed.item();
            String itemId = item.isUnusable() ? null : items.finishFromList(listed.index(), item);
            if (itemId != null) {
                pending.add(new ModelEvent.ItemDone(itemId, item.toModelItem(providerId)));
            }
        }
        pending.add(end.completed(kind == EventKind.INCOMPLETE));
        finished = true;
        return pending.remove();
    }

    private ModelException failure(ServiceError error) {
        return error.inStream(error.toldInStream(redact)).build();
    }

    private static String itemId(byte[] bytes, int offset, int length) throws IOException {
        return member("item_id", bytes, offset, length);
    }

    private static String type(byte[] bytes, int offset, int length) throws IOException {
        String type = member("type", bytes, offset, length);
        // Servers that fail in the middle of an answer send the body of an HTTP error as an event.
        return type.isEmpty() && WireJson.tree(bytes, offset, length).hasNonNull("error") ? "error" : type;
    }

    private static String member(String name, byte[] bytes, int offset, int length) throws IOException {
        try (JsonParser json = WireJson.parser(bytes, offset, length)) {
            json.nextToken();
            String member;
            while ((member = json.nextFieldName()) != null) {
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING && member.equals(name)) {
                    return json.getText();
                }
                json.skipChildren();
            }
        }
        return "";
    }
}

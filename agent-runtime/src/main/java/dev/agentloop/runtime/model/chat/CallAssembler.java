package dev.agentloop.runtime.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemStarted;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.http.JsonText;
import dev.agentloop.runtime.model.http.WireJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts the calls of a response together from their fragments.
 *
 * <p>A fragment belongs to the last call with its index, or without index to that with its id, or else to the last one.
 * Servers that give every call the index 0 are known by a new id that comes with a name; those that invent an id per
 * fragment send no name with it. A call is done when another begins and its arguments are whole, else at the end. What
 * still comes for a done call is passed over: it may run already.
 */
final class CallAssembler {
    /** What a service wants back with a call and no one else understands, such as signatures. */
    static final String EXTRA = "extra_content";

    private final String providerId;
    private final Supplier<String> itemIds;
    private final Consumer<ModelEvent> events;
    private final List<Pending> calls = new ArrayList<>();
    private final Set<String> callIds = new HashSet<>();

    private static final class Pending {
        final String itemId;
        final int index;
        final StringBuilder arguments = new StringBuilder();
        String id;
        String name;

        @Nullable
        JsonNode extra;

        boolean started;
        boolean done;

        Pending(String itemId, int index, String id, String name) {
            this.itemId = itemId;
            this.index = index;
            this.id = id;
            this.name = name;
        }
    }

    CallAssembler(String providerId, Supplier<String> itemIds, Consumer<ModelEvent> events) {
        this.providerId = providerId;
        this.itemIds = itemIds;
        this.events = events;
    }

    /** Reads one element of {@code tool_calls}. */
    void add(JsonNode fragment) {
        JsonNode function = fragment.path("function");
        String id = WireJson.text(fragment, "id");
        String name = WireJson.text(function, "name");
        int index = fragment.path("index").asInt(-1);
        Pending call = find(index, id, name);
        if (call == null) {
            finishWhole();
            call = new Pending(itemIds.get(), index, id, name);
            calls.add(call);
        } else if (call.done) {
            return;
        }
        call.id = call.id.isEmpty() ? id : call.id;
        call.name = call.name.isEmpty() ? name : call.name;
        if (fragment.path(EXTRA).isObject()) {
            call.extra = fragment.path(EXTRA);
        }
        grow(call, arguments(function.path("arguments")));
    }

    /** Whether every open call has its arguments to the last brace. */
    boolean isWhole() {
        return calls.stream().allMatch(call -> call.done || JsonText.isWholeObject(call.arguments.toString()));
    }

    /** Ends all calls with whole arguments. */
    void finishWhole() {
        for (Pending call : calls) {
            if (!call.done && JsonText.isWholeObject(call.arguments.toString())) {
                finish(call);
            }
        }
    }

    /** Ends all calls as they are: the model was done, so what is wrong with the arguments is its own fault. */
    void finishAll() {
        for (Pending call : calls) {
            if (!call.done) {
                finish(call);
            }
        }
    }

    private void grow(Pending call, String more) {
        String delta = more;
        call.arguments.append(more);
        if (!call.started) {
            if (call.name.isEmpty()) {
                return;
            }
            start(call);
            delta = call.arguments.toString();
        }
        if (!delta.isEmpty()) {
            events.accept(new ModelEvent.ArgumentsDelta(call.itemId, delta));
        }
    }

    private void start(Pending call) {
        call.started = true;
        events.accept(new ItemStarted(call.itemId, ItemStarted.Kind.CALL, call.name));
    }

    private void finish(Pending call) {
        if (!call.started) {
            start(call);
        }
        call.done = true;
        // An output finds its call by this id, in the whole conversation.
        String callId = call.id;
        if (callId.isEmpty() || !callIds.add(callId)) {
            callId = "call_" + UUID.randomUUID().toString().replace("-", "");
            callIds.add(callId);
        }
        JsonNode extra = call.extra;
        events.accept(new ModelEvent.ItemDone(
                call.itemId,
                new ModelItem.Call(
                        "",
                        callId,
                        call.name,
                        ModelItem.Call.Form.FUNCTION,
                        call.arguments.toString(),
                        extra == null ? Optional.empty() : Optional.of(new Opaque(providerId, extra.toString())))));
    }

    private @Nullable Pending find(int index, String id, String name) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            Pending call = calls.get(i);
            if (index >= 0 ? call.index == index : id.isEmpty() || call.id.equals(id)) {
                return isAnother(call, index, id, name) ? null : call;
            }
        }
        return index < 0 && name.isEmpty() && !calls.isEmpty() ? calls.get(calls.size() - 1) : null;
    }

    private static boolean isAnother(Pending call, int index, String id, String name) {
        if (name.isEmpty()) {
            return false;
        }
        boolean otherId = !id.isEmpty() && !call.id.isEmpty() && !call.id.equals(id);
        return otherId || index < 0 && id.isEmpty() && !call.name.isEmpty();
    }

    /** Text by the protocol; some servers send the object itself. */
    private static String arguments(JsonNode arguments) {
        return arguments.isObject() ? arguments.toString() : arguments.isTextual() ? arguments.textValue() : "";
    }
}

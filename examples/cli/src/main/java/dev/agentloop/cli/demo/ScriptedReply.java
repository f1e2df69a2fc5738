package dev.agentloop.cli.demo;

import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelStream;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.Content;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One response of the scripted model: a message and calls, streamed as a model service would. */
final class ScriptedReply implements ModelStream {
    private final Deque<ModelEvent> events = new ArrayDeque<>();
    private volatile boolean closed;

    private ScriptedReply() {}

    /** Collects a response. */
    static final class Builder {
        private final String id;
        private final List<ModelItem> items = new ArrayList<>();

        Builder(String id) {
            this.id = id;
        }

        Builder say(String text) {
            items.add(new ModelItem.Message(
                    id + "_message", ModelItem.Role.ASSISTANT, List.of(new Content.Text(text)), Optional.empty()));
            return this;
        }

        Builder call(String callId, String tool, String argumentsJson) {
            return call(callId, tool, ModelItem.Call.Form.FUNCTION, argumentsJson);
        }

        Builder freeform(String callId, String tool, String input) {
            return call(callId, tool, ModelItem.Call.Form.FREEFORM, input);
        }

        private Builder call(String callId, String tool, ModelItem.Call.Form form, String arguments) {
            items.add(new ModelItem.Call("item_" + callId, callId, tool, form, arguments, Optional.empty()));
            return this;
        }

        /** The response, with an estimate of the tokens a real model would have counted. */
        ScriptedReply to(Conversation conversation, String model) {
            ScriptedReply reply = new ScriptedReply();
            items.forEach(reply::add);
            TokenUsage usage = TokenUsage.of(tokens(conversation.characters()), tokens(written()));
            reply.events.add(new ModelEvent.Completed(ModelEvent.StopReason.DONE, "", usage, id, model));
            return reply;
        }

        /** The same for a scripted server. */
        Sse[] words(Conversation conversation) {
            List<Sse> words = new ArrayList<>();
            for (ModelItem item : items) {
                if (item instanceof ModelItem.Message message) {
                    words.add(Sse.text(message.text()));
                } else if (item instanceof ModelItem.Call call) {
                    words.add(
                            call.form() == ModelItem.Call.Form.FREEFORM
                                    ? Sse.customCall(call.callId(), call.name(), call.arguments())
                                    : Sse.call(call.callId(), call.name(), call.arguments()));
                }
            }
            words.add(Sse.usage(tokens(conversation.characters()), 0, tokens(written()), 0));
            return words.toArray(Sse[]::new);
        }

        private long written() {
            return items.stream().mapToLong(ScriptedReply::characters).sum();
        }

        private static long tokens(long characters) {
            return (characters + ScriptedModel.CHARACTERS_PER_TOKEN - 1) / ScriptedModel.CHARACTERS_PER_TOKEN;
        }
    }

    static long characters(ModelItem item) {
        if (item instanceof ModelItem.Message message) {
            return message.text().length();
        }
        return item instanceof ModelItem.Call call ? call.arguments().length() : 0;
    }

    private void add(ModelItem item) {
        if (item instanceof ModelItem.Message message) {
            events.add(new ModelEvent.ItemStarted(message.id(), ModelEvent.ItemStarted.Kind.MESSAGE, ""));
            events.add(new ModelEvent.TextDelta(message.id(), message.text()));
            events.add(new ModelEvent.ItemDone(message.id(), message));
        } else if (item instanceof ModelItem.Call call) {
            events.add(new ModelEvent.ItemStarted(call.id(), ModelEvent.ItemStarted.Kind.CALL, call.name()));
            events.add(new ModelEvent.ArgumentsDelta(call.id(), call.arguments()));
            events.add(new ModelEvent.ItemDone(call.id(), call));
        }
    }

    @Override
    public @Nullable ModelEvent next() {
        return closed ? null : events.poll();
    }

    @Override
    public void close() {
        closed = true;
    }
}

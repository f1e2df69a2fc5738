package dev.agentloop.cli;

import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.spi.ModelProvider;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Stands in for a model that makes one call and is done: so a person's call goes the way of all calls. */
final class OneCallModel implements ModelProvider {
    private final String tool;
    private final String arguments;
    private final AtomicBoolean called = new AtomicBoolean();

    OneCallModel(String tool, String arguments) {
        this.tool = tool;
        this.arguments = arguments;
    }

    @Override
    public String id() {
        return "one-call";
    }

    @Override
    public ModelStream open(ModelRequest request) {
        ModelItem item = called.compareAndSet(false, true)
                ? new ModelItem.Call("call", "call", tool, ModelItem.Call.Form.FUNCTION, arguments, Optional.empty())
                : ModelItem.Message.of(ModelItem.Role.ASSISTANT, "done");
        Queue<ModelEvent> events = new ArrayDeque<>(List.of(
                new ModelEvent.ItemDone("item", item),
                new ModelEvent.Completed(ModelEvent.StopReason.DONE, "", TokenUsage.NONE, "", id())));
        return new ModelStream() {
            @Override
            public @Nullable ModelEvent next() {
                return events.poll();
            }

            @Override
            public void close() {
                events.clear();
            }
        };
    }

    @Override
    public String defaultModel() {
        return id();
    }
}

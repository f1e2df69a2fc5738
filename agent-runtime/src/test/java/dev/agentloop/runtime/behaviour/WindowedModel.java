package dev.agentloop.runtime.behaviour;

import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelCompaction;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.history.TokenEstimate;
import dev.agentloop.spi.ModelProvider;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * A model with a window, and with all ways to compact. It answers a user with one call and anything else with a text,
 * and refuses what is too long, as a service does. Used by one thread.
 */
final class WindowedModel implements ModelProvider {
    static final String SUMMARY = "SUMMARY of the work so far. ";

    private static final ModelItem TRIGGER = hosted("trigger", "{}");

    private final long window;
    private final boolean windowIsKnown;
    private final List<List<ModelItem>> requests = new ArrayList<>();
    private Predicate<String> failing = way -> false;
    private int calls;
    private int refused;

    WindowedModel(long window, boolean windowIsKnown) {
        this.window = window;
        this.windowIsKnown = windowIsKnown;
    }

    /** Which ways to compact fail; asked each time one is tried. */
    WindowedModel failing(Predicate<String> way) {
        failing = way;
        return this;
    }

    /** The inputs of all requests but compactions. */
    List<List<ModelItem>> requests() {
        return requests;
    }

    /** How many requests were too long. */
    int refused() {
        return refused;
    }

    @Override
    public String id() {
        return "windowed";
    }

    @Override
    public ModelInfo info(String model) {
        return windowIsKnown ? ModelInfo.unknown(model).withContextWindow(window) : ModelInfo.unknown(model);
    }

    @Override
    public Optional<ModelCompaction> compact(ModelRequest request) {
        long tokens = accept(request);
        failIf("service_endpoint");
        return Optional.of(new ModelCompaction(
                List.of(
                        ModelItem.Message.of(ModelItem.Role.USER, "a message of the service's own"),
                        hosted("compaction", "{\"short\":\"form\"}")),
                TokenUsage.of(tokens, 50)));
    }

    @Override
    public Optional<ModelItem> compactionTrigger() {
        return Optional.of(TRIGGER);
    }

    @Override
    public ModelStream open(ModelRequest request) {
        long tokens = accept(request);
        List<ModelItem> input = request.input();
        ModelItem last = input.get(input.size() - 1);
        ModelItem answer;
        if (last == TRIGGER) {
            failIf("service_stream");
            answer = hosted("compaction", "{\"short\":\"form\"}");
        } else if (last instanceof ModelItem.Message message && message.text().startsWith("Write a handover")) {
            failIf("local_summary");
            answer = ModelItem.Message.of(ModelItem.Role.ASSISTANT, SUMMARY.repeat(20));
        } else {
            requests.add(List.copyOf(input));
            answer = last instanceof ModelItem.Message message && !message.id().isEmpty()
                    ? new ModelItem.Call(
                            "", "call-" + ++calls, "work", ModelItem.Call.Form.FUNCTION, "{}", Optional.empty())
                    : ModelItem.Message.of(ModelItem.Role.ASSISTANT, "Done.");
        }
        return stream(answer, TokenUsage.of(tokens, TokenEstimate.of(answer)));
    }

    private long accept(ModelRequest request) {
        long tokens = TokenEstimate.of(request.instructions()) + TokenEstimate.of(request.input());
        if (tokens > window) {
            refused++;
            throw ModelException.builder(ModelException.Kind.CONTEXT_WINDOW, tokens + " tokens are too many")
                    .build();
        }
        return tokens;
    }

    private void failIf(String way) {
        if (failing.test(way)) {
            throw ModelException.builder(ModelException.Kind.INVALID_REQUEST, "no " + way + " today")
                    .build();
        }
    }

    private static ModelItem hosted(String type, String json) {
        return new ModelItem.Hosted(
                new HostedItem.Unknown("", type, "", json), Optional.of(new Opaque("windowed", json)));
    }

    private static ModelStream stream(ModelItem answer, TokenUsage usage) {
        Queue<ModelEvent> events = new ArrayDeque<>(List.of(
                new ModelEvent.ItemDone("", answer),
                new ModelEvent.Completed(ModelEvent.StopReason.DONE, "", usage, "", "windowed")));
        return new ModelStream() {
            @Override
            public ModelEvent next() {
                return events.poll();
            }

            @Override
            public void close() {}
        };
    }
}

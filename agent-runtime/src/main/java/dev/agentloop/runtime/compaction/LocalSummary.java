package dev.agentloop.runtime.compaction;

import dev.agentloop.ContextWindowExceededException;
import dev.agentloop.ModelException;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.model.ModelClient;
import dev.agentloop.tool.Cancellation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A summary that the model writes. The request keeps tools, instructions and history as they are and only adds one
 * message, so the service's prompt cache stays warm. Of a history that is already too long for that, the older half is
 * left out, again and again.
 */
record LocalSummary(ModelClient client, Supplier<ModelRequest.Builder> head) implements CompactionStrategy {
    private static final int FEWEST_ITEMS = 4;

    @Override
    public String name() {
        return "local_summary";
    }

    @Override
    public Optional<ShortForm> shorten(List<ModelItem> history, Cancellation cancel) throws InterruptedException {
        List<ModelItem> context = ShortHistory.openingContext(history);
        List<ModelItem> rest = history.subList(context.size(), history.size());
        while (true) {
            try {
                return Optional.of(summary(context, rest, cancel));
            } catch (ContextWindowExceededException tooLong) {
                if (rest.size() < FEWEST_ITEMS) {
                    throw tooLong;
                }
                rest = withoutLoneOutputs(rest.subList(rest.size() / 2, rest.size()));
            }
        }
    }

    private ShortForm summary(List<ModelItem> context, List<ModelItem> rest, Cancellation cancel)
            throws InterruptedException {
        List<ModelItem> asked = new ArrayList<>(context);
        asked.addAll(rest);
        asked.add(ModelItem.Message.of(ModelItem.Role.USER, SummaryPrompt.REQUEST));
        Answer answer = Answer.to(client, head.get().input(asked).build(), cancel);
        StringBuilder text = new StringBuilder();
        for (ModelItem item : answer.items()) {
            if (item instanceof ModelItem.Message message) {
                text.append(message.text());
            }
        }
        String summary = text.toString().strip();
        if (summary.isEmpty()) {
            throw ModelException.builder(
                            ModelException.Kind.INCOMPLETE,
                            "The model gave no summary to compact the session with; the history is as before")
                    .build();
        }
        return new ShortForm(
                List.of(ModelItem.Message.of(ModelItem.Role.USER, SummaryPrompt.wrap(summary))), answer.usage());
    }

    /** A request with an output whose call is missing is refused. */
    private static List<ModelItem> withoutLoneOutputs(List<ModelItem> items) {
        Set<String> calls = new HashSet<>();
        List<ModelItem> kept = new ArrayList<>();
        for (ModelItem item : items) {
            if (item instanceof ModelItem.Call call) {
                calls.add(call.callId());
            }
            if (!(item instanceof ModelItem.CallOutput output) || calls.contains(output.callId())) {
                kept.add(item);
            }
        }
        return kept;
    }
}

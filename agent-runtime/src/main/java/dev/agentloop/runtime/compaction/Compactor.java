package dev.agentloop.runtime.compaction;

import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Role;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.history.TokenEstimate;
import dev.agentloop.runtime.model.ModelClient;
import dev.agentloop.runtime.model.Outcome;
import dev.agentloop.runtime.model.Sink;
import dev.agentloop.tool.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks the model for a summary of the conversation and makes a short history of it: the opening context, the user's own
 * messages as far as they fit a budget (newest kept first), and the summary. The request keeps tools, instructions and
 * history as they are and only adds one message, so the service's prompt cache stays warm.
 */
public final class Compactor {
    /** Name of the strategy in events. */
    public static final String STRATEGY = "local_summary";

    // Room for the task statements of a long session, small beside any window a coding model has.
    private static final long USER_MESSAGE_TOKENS = 20_000;

    private final ModelClient client;
    private final Supplier<ModelRequest.Builder> head;

    /** @param head makes a request that lacks only its input */
    public Compactor(ModelClient client, Supplier<ModelRequest.Builder> head) {
        this.client = client;
        this.head = head;
    }

    /**
     * A shorter history.
     *
     * @param history what takes the old one's place
     * @param usage what the summary cost
     */
    public record Compacted(List<ModelItem> history, TokenUsage usage) {}

    /**
     * Makes a shorter history.
     *
     * @throws ModelException when the model gave no summary; nothing has changed
     */
    public Compacted compact(List<ModelItem> history, Cancellation cancel) throws InterruptedException {
        List<ModelItem> asked = new ArrayList<>(history);
        asked.add(ModelItem.Message.of(Role.USER, SummaryPrompt.REQUEST));
        SummarySink sink = new SummarySink();
        Outcome outcome = client.run(head.get().input(asked).build(), sink, cancel, client.newBudget());
        String summary = sink.text.toString().strip();
        if (!(outcome instanceof Outcome.Completed completed) || summary.isEmpty()) {
            throw ModelException.builder(
                            ModelException.Kind.INCOMPLETE,
                            "The model gave no summary to compact the session with; the history is as before")
                    .build();
        }
        return new Compacted(shortened(history, summary), completed.event().usage());
    }

    private static List<ModelItem> shortened(List<ModelItem> history, String summary) {
        List<ModelItem> kept = new ArrayList<>();
        int firstSpoken = 0;
        while (firstSpoken < history.size() && isContext(history.get(firstSpoken))) {
            kept.add(history.get(firstSpoken));
            firstSpoken++;
        }
        kept.addAll(userMessages(history.subList(firstSpoken, history.size())));
        kept.add(ModelItem.Message.of(Role.USER, SummaryPrompt.wrap(summary)));
        return kept;
    }

    /** Messages made here carry no id; the user's own do. */
    private static boolean isContext(ModelItem item) {
        return item instanceof ModelItem.Message message
                && message.role() != Role.ASSISTANT
                && message.id().isEmpty()
                && !SummaryPrompt.isSummary(message.text());
    }

    private static List<ModelItem> userMessages(List<ModelItem> items) {
        List<ModelItem> kept = new ArrayList<>();
        long left = USER_MESSAGE_TOKENS;
        for (int index = items.size() - 1; index >= 0; index--) {
            if (items.get(index) instanceof ModelItem.Message message
                    && message.role() == Role.USER
                    && !message.id().isEmpty()) {
                left -= TokenEstimate.of(message);
                if (left < 0) {
                    break;
                }
                kept.add(message);
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    private static final class SummarySink implements Sink {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onEvent(ModelEvent event) {
            if (event instanceof ModelEvent.ItemDone done && done.item() instanceof ModelItem.Message message) {
                text.append(message.text());
            }
        }

        @Override
        public void onRetry(ModelException cause, Duration delay, int attempt, List<String> discardedItemIds) {
            text.setLength(0);
        }
    }
}

package dev.agentloop.runtime.session;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.history.History;
import dev.agentloop.runtime.history.PromptPrefix;
import dev.agentloop.runtime.loop.ModelCaller;
import dev.agentloop.runtime.loop.ModelResult;
import dev.agentloop.runtime.loop.TurnPoint;
import dev.agentloop.runtime.model.ModelClient;
import dev.agentloop.runtime.model.Outcome;
import dev.agentloop.runtime.model.RetryBudget;
import dev.agentloop.runtime.model.Sink;
import dev.agentloop.tool.Cancellation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Asks the model with a session's history. */
final class SessionModelCaller implements ModelCaller {
    private final ModelClient client;
    private final History history;
    private final Supplier<ModelRequest.Builder> head;
    private final PromptPrefix prefix;
    private final Runnable onAnswer;
    private final Set<String> reported = new HashSet<>();

    /**
     * @param head makes a request that lacks only its input
     * @param onAnswer told of the first event of each answer
     */
    SessionModelCaller(
            ModelClient client,
            History history,
            Supplier<ModelRequest.Builder> head,
            PromptPrefix prefix,
            Runnable onAnswer) {
        this.onAnswer = onAnswer;
        this.prefix = prefix;
        this.client = client;
        this.history = history;
        this.head = head;
    }

    @Override
    public Sample newSample() {
        RetryBudget budget = client.newBudget();
        return (at, sink, cancel) -> call(at, sink, cancel, budget);
    }

    private ModelResult call(TurnPoint at, DeltaSink sink, Cancellation cancel, RetryBudget budget)
            throws InterruptedException {
        ModelRequest request = head.get()
                .input(history.view(at.historySize()))
                .onUnsupported((what, why) -> {
                    if (reported.add(what)) {
                        sink.onUnsupported(what, why);
                    }
                })
                .build();
        prefix.sent(request).ifPresent(sink::onPrefixBreak);
        Outcome outcome = client.run(
                request,
                new Sink() {
                    private boolean answered;

                    @Override
                    public void onEvent(ModelEvent event) {
                        if (!answered) {
                            answered = true;
                            onAnswer.run();
                        }
                        sink.onEvent(event);
                    }

                    @Override
                    public void onRetry(
                            ModelException cause, Duration delay, int attempt, List<String> discardedItemIds) {
                        sink.onRetry(cause, delay, attempt, discardedItemIds);
                    }
                },
                cancel,
                budget);
        return outcome instanceof Outcome.Completed completed
                ? new ModelResult.Completed(completed.event())
                : new ModelResult.Cut(((Outcome.Cut) outcome).cause());
    }
}

package dev.agentloop.runtime.compaction;

import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.model.ModelClient;
import dev.agentloop.runtime.model.Outcome;
import dev.agentloop.runtime.model.Sink;
import dev.agentloop.tool.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A whole answer of the model. */
record Answer(List<ModelItem> items, TokenUsage usage) {
    /** @throws ModelException also when the answer broke off or is incomplete */
    static Answer to(ModelClient client, ModelRequest request, Cancellation cancel) throws InterruptedException {
        List<ModelItem> items = new ArrayList<>();
        Outcome outcome = client.run(
                request,
                new Sink() {
                    @Override
                    public void onEvent(ModelEvent event) {
                        if (event instanceof ModelEvent.ItemDone done) {
                            items.add(done.item());
                        }
                    }

                    @Override
                    public void onRetry(
                            ModelException cause, Duration delay, int attempt, List<String> discardedItemIds) {
                        items.clear();
                    }
                },
                cancel,
                client.newBudget());
        if (outcome instanceof Outcome.Completed completed
                && completed.event().stopReason() == ModelEvent.StopReason.DONE) {
            return new Answer(List.copyOf(items), completed.event().usage());
        }
        throw ModelException.builder(ModelException.Kind.INCOMPLETE, "The answer to a compaction is not whole")
                .build();
    }
}

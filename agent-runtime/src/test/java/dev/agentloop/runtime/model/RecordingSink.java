package dev.agentloop.runtime.model;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
final class RecordingSink implements Sink {
    record Retry(ModelException.Kind kind, Duration delay, int attempt, List<String> discarded) {}

    final List<ModelEvent> events = new ArrayList<>();
    final List<Retry> retries = new ArrayList<>();

    @Override
    public void onEvent(ModelEvent event) {
        events.add(event);
    }

    @Override
    public void onRetry(ModelException cause, Duration delay, int attempt, List<String> discardedItemIds) {
        retries.add(new Retry(cause.kind(), delay, attempt, discardedItemIds));
    }
}

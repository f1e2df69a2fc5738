package dev.agentloop.runtime.model;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelEvent;

/** How one request to the model ended, when it did not fail. */
public sealed interface Outcome {
    /**
     * The response is complete.
     *
     * @param event its last event
     */
    record Completed(ModelEvent.Completed event) implements Outcome {}

    /**
     * The response broke off after at least one of its items was done, and the wait before the next try is over. The
     * caller sends a new request that holds the done items, with the same {@link RetryBudget}; sending the old one again
     * would run a started tool twice.
     *
     * @param cause what broke it
     */
    record Cut(ModelException cause) implements Outcome {}
}

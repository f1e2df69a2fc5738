package dev.agentloop.runtime.model;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelEvent;
import java.time.Duration;
import java.util.List;

/** Receives what a model says, on the thread that called {@link ModelClient#run}. Exceptions end the request. */
public interface Sink {
    /** An event of the response, {@link ModelEvent.KeepAlive} excepted. Time spent here does not count as silence. */
    void onEvent(ModelEvent event);

    /**
     * A try failed and another will follow.
     *
     * @param cause why
     * @param delay how long the wait before it will be
     * @param attempt which try failed, from 1 and over all requests that share a budget
     * @param discardedItemIds items that were started by this try and will never be done
     */
    void onRetry(ModelException cause, Duration delay, int attempt, List<String> discardedItemIds);
}

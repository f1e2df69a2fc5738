package dev.agentloop.runtime.loop;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelEvent;

/** How one request ended. */
public sealed interface ModelResult {
    /** The response is complete. */
    record Completed(ModelEvent.Completed event) implements ModelResult {}

    /**
     * The response broke off after items were done. They stay; the rest is asked for again.
     *
     * @param cause why
     */
    record Cut(ModelException cause) implements ModelResult {}
}

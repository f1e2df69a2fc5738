package dev.agentloop.runtime.compaction;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelItem;
import dev.agentloop.tool.Cancellation;
import java.util.List;
import java.util.Optional;

/** A way to get a short form of a conversation. Changes nothing. */
interface CompactionStrategy {
    /** Its name in events. */
    String name();

    /**
     * Asks for a short form.
     *
     * @param history the whole conversation
     * @return empty when the service has no such way
     * @throws ModelException when the service failed, or gave something else
     */
    Optional<ShortForm> shorten(List<ModelItem> history, Cancellation cancel) throws InterruptedException;
}

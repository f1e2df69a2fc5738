package dev.agentloop.runtime.loop;

import dev.agentloop.TurnId;
import dev.agentloop.model.ModelItem;

/**
 * A call of the model, to be run.
 *
 * @param turn the turn
 * @param itemId id of the item that listeners see
 * @param call what the model asked for
 * @param record number of the call's record in the journal, which tells two calls with one id apart
 * @param attempt what is known of an earlier try
 */
public record ToolInvocation(TurnId turn, String itemId, ModelItem.Call call, long record, Attempt attempt) {
    /** What is known of an earlier try. */
    public enum Attempt {
        /** There was none, or it ended before the tool began. */
        FIRST,
        /** The tool had begun when the process ended; nobody knows what it did. */
        UNKNOWN_EFFECTS
    }
}

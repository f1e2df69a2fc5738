package dev.agentloop.runtime.loop;

import dev.agentloop.event.TurnItem;
import dev.agentloop.tool.ToolOutput;
import java.util.Optional;

/**
 * How a call ended.
 *
 * @param invocation the call
 * @param output what the model is told; empty when the call waits for an approval
 * @param status how it stands
 */
public record ToolOutcome(ToolInvocation invocation, Optional<ToolOutput> output, TurnItem.Status status) {
    /** Ended, with an answer. */
    public static ToolOutcome of(ToolInvocation invocation, ToolOutput output, TurnItem.Status status) {
        return new ToolOutcome(invocation, Optional.of(output), status);
    }

    /** Waits for an approval that was put off. */
    public static ToolOutcome suspended(ToolInvocation invocation) {
        return new ToolOutcome(invocation, Optional.empty(), TurnItem.Status.IN_PROGRESS);
    }

    /** Whether it waits for an approval. */
    public boolean isSuspended() {
        return output.isEmpty();
    }
}

package dev.agentloop.runtime.loop;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnStatus;
import java.util.Optional;

/**
 * How a turn ended.
 *
 * @param status how; for a failed turn {@link TurnStatus#INTERRUPTED}
 * @param finalMessage what the model said last
 * @param usage what it used
 * @param failure why it failed, if it did
 */
public record TurnEnd(TurnStatus status, String finalMessage, TokenUsage usage, Optional<Throwable> failure) {
    /** The same end as a failure. */
    public TurnEnd failed(Throwable cause) {
        return new TurnEnd(status, finalMessage, usage, Optional.of(cause));
    }

    /** Whether the turn waits for an approval. */
    public boolean isSuspended() {
        return status == TurnStatus.SUSPENDED && failure.isEmpty();
    }
}

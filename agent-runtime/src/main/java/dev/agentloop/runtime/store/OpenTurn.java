package dev.agentloop.runtime.store;

import dev.agentloop.TurnId;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.runtime.approval.ApprovalState;
import dev.agentloop.runtime.loop.OpenCall;
import dev.agentloop.runtime.loop.TurnSpec;
import java.util.List;

/**
 * A turn that was suspended, or cut off by a crash after the model's input was written down.
 *
 * @param spec what it began with
 * @param calls its calls without output, in order
 * @param pending questions that wait
 * @param answered questions with answers not used yet
 * @param steered input the model has not seen
 */
public record OpenTurn(
        TurnSpec spec,
        List<OpenCall> calls,
        List<ApprovalState.Pending> pending,
        List<Answered> answered,
        List<UserInput> steered) {
    /** The turn's id. */
    public TurnId id() {
        return spec.id();
    }

    /** A question and its answer. */
    public record Answered(ApprovalState.Pending question, ApprovalDecision decision) {}
}

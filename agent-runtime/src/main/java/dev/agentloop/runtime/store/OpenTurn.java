package dev.agentloop.runtime.store;

import dev.agentloop.TurnId;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.runtime.approval.ApprovalState;
import dev.agentloop.runtime.loop.OpenCall;
import java.util.List;

/**
 * A turn that was suspended, or cut off by a crash.
 *
 * @param id the turn
 * @param model the model it began with
 * @param calls its calls without output, in order
 * @param pending questions that wait
 * @param answered questions with answers not used yet
 * @param steered input the model has not seen
 */
public record OpenTurn(
        TurnId id,
        String model,
        List<OpenCall> calls,
        List<ApprovalState.Pending> pending,
        List<Answered> answered,
        List<UserInput> steered) {

    /** A question and its answer. */
    public record Answered(ApprovalState.Pending question, ApprovalDecision decision) {}
}

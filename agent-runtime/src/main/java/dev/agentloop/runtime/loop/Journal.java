package dev.agentloop.runtime.loop;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.tool.ToolOutput;

/**
 * The loop's way to write down what happened, before anybody is told. A method returns when its record is durable, unless it says otherwise.
 * Thread-safe. Every failure is a {@link dev.agentloop.SessionStoreException} or a
 * {@link dev.agentloop.SessionConflictException}.
 */
public interface Journal {
    /** A turn began. */
    void turnStarted(TurnId turn, String model);

    /** The history grew. */
    void item(TurnId turn, ModelItem item);

    /** Something happened that listeners see and the model does not. */
    void turnItem(TurnId turn, TurnItem item);

    /** A call is about to have effects. */
    void toolStarted(String callId);

    /** A call that had started stopped before its effects, to wait for an approval. */
    void toolSuspended(String callId);

    /** A call ended before an earlier call of the same response; its output joins the history later. */
    void toolFinished(String callId, ToolOutput output);

    /** A question was put off. */
    void approvalRequested(ApprovalRequest request, String question);

    /** A question that was put off has its answer. */
    void approvalAnswered(String requestId, ApprovalDecision decision);

    /** Input was given to a turn that was suspended before the model could see it. */
    void steered(TurnId turn, UserInput input);

    /** A response cost this. Durable with the next record, or lost with the process. */
    void used(TurnId turn, String model, TokenUsage usage);

    /** A turn ended; a suspended turn has not. */
    void turnEnded(TurnId turn, String status);
}

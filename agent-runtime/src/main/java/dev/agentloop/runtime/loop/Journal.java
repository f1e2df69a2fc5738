package dev.agentloop.runtime.loop;

import dev.agentloop.TokenUsage;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.tool.ToolOutput;
import java.util.List;

/**
 * One turn's way to write down what happened, before anybody is told. A method returns when its record is durable, unless
 * it says otherwise. Thread-safe. Every failure is a {@link dev.agentloop.SessionStoreException} or a
 * {@link dev.agentloop.SessionConflictException}.
 *
 * <p>Nothing is written after {@link #turnEnded} or {@link #turnSuspended}: what comes later is from a tool that nobody
 * waited for, is no part of the turn, and is dropped. Methods whose callers must know say so by what they return.
 */
public interface Journal {
    /** The turn began. */
    void turnStarted(TurnSpec turn);

    /**
     * The history grew.
     *
     * @return the record's number in the session; 0 when the turn is over and nothing was written
     */
    long item(ModelItem item);

    /**
     * Something happened that listeners see and the model does not.
     *
     * @return false when the turn is over and nothing was written
     */
    boolean turnItem(TurnItem item);

    /** A call is about to have effects. */
    void toolStarted(ToolInvocation call);

    /** A call that had started stopped before its effects, to wait for an approval. */
    void toolSuspended(ToolInvocation call);

    /** A call ended before an earlier call of the same response; its output joins the history later. */
    void toolFinished(ToolInvocation call, ToolOutput output);

    /**
     * A question was put off.
     *
     * @return false when the turn is over and nothing was written
     */
    boolean approvalRequested(ApprovalRequest request, String question);

    /** Input was given to a turn that was suspended before the model could see it. */
    void steered(UserInput input);

    /** A response cost this. Durable with the next record, or lost with the process. */
    void used(String model, TokenUsage usage);

    /**
     * Older history was replaced by these items.
     *
     * @return false when the turn is over and nothing was written
     */
    boolean compacted(List<ModelItem> replacement);

    /** The turn ended. */
    void turnEnded(String status);

    /** The turn waits for an approval; it has not ended, and goes on with another journal. */
    void turnSuspended();
}

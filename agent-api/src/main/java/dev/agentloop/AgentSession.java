package dev.agentloop;

import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionSnapshot;
import java.util.List;
import org.apiguardian.api.API;

/**
 * One conversation with at most one running turn. All methods except those that run a turn ({@link #run},
 * {@link #stream}, {@link #compact}, {@link #continueTurn}) may be called from any thread and from listeners. Use after
 * {@link #close()} is an {@link IllegalStateException}, except for {@link #id()}, {@link #snapshot()} and
 * {@link #close()}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface AgentSession extends AutoCloseable {
    /** The conversation's identity. */
    SessionId id();

    /** How it stands now. */
    SessionSnapshot snapshot();

    /** Runs a turn of one text on the calling thread. See {@link #run(TurnRequest)}. */
    default TurnResult run(String prompt) {
        return run(TurnRequest.text(prompt));
    }

    /**
     * Runs a turn on the calling thread until it is completed, interrupted or suspended. When the calling thread is
     * interrupted the turn is, and the thread's interrupt flag is set again.
     *
     * @throws TurnFailedException when the turn ended without completing; it carries what was done
     * @throws IllegalStateException when a turn is running or suspended; use {@link #steer} or {@link #continueTurn}
     */
    TurnResult run(TurnRequest request);

    /** Starts a turn of one text. See {@link #stream(TurnRequest)}. */
    default TurnStream stream(String prompt) {
        return stream(TurnRequest.text(prompt));
    }

    /**
     * Starts a turn on a thread of its own and returns its events.
     *
     * @throws IllegalStateException when a turn is running or suspended
     */
    TurnStream stream(TurnRequest request);

    /**
     * Gives more input to the running turn. The model sees it with its next request, which is made for it if the model
     * was about to stop.
     *
     * @return false when no turn runs; the input was not taken
     */
    boolean steer(UserInput input);

    /**
     * Ends the running turn as {@link TurnStatus#INTERRUPTED}. Running tools are cancelled and not waited for; the model
     * is told in the next turn. Never affects a later turn.
     *
     * @return false when no turn runs
     */
    boolean interrupt();

    /** Questions that wait for {@link #answer}, oldest first. */
    List<ApprovalRequest> pendingApprovals();

    /**
     * Answers a stored question.
     *
     * @throws IllegalArgumentException when there is no such question, or the answer is to defer it again
     */
    void answer(String requestId, ApprovalDecision decision);

    /**
     * Goes on with a turn that was suspended, or cut off by a restart, with the model, effort and output it began with. A
     * call that was answered runs now; a call that had started is not run again unless its tool is read-only or idempotent.
     * A turn that was cut off before its input was stored never began, and a compaction that was cut off is done anew:
     * neither can be gone on with.
     *
     * @throws IllegalStateException when there is no such turn, or a question still waits for its answer
     */
    TurnStream continueTurn();

    /**
     * Replaces older history by a summary now. This is a turn of its own: it can be interrupted and has the turn's limit of
     * time.
     *
     * @return completed, or interrupted; then the history is as before
     * @throws IllegalStateException when a turn is running
     * @throws TurnFailedException when the model could not summarise, or not in time; the history is as before
     */
    TurnResult compact();

    /**
     * Takes back what came after a point: the model sees the conversation as it was there, with calls that have no
     * output answered as interrupted. A turn that waits for an approval is given up. The store keeps everything; that
     * it does not count is a record of its own. Files and other effects of tools stay as they are.
     *
     * @throws IllegalStateException when a turn is running
     * @throws IllegalArgumentException when the point is not in this session itself
     */
    void rollBack(ForkPoint to);

    /**
     * Interrupts the running turn, waits for it within a bound, and frees the session. Idempotent. Called from one of the
     * session's listeners it does not wait, since the turn waits for its listeners. A turn that is stuck beyond the bound
     * keeps nothing of what it does later.
     */
    @Override
    void close();
}

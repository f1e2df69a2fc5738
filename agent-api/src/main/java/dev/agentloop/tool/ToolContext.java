package dev.agentloop.tool;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnId;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelQuestion;
import dev.agentloop.model.ModelReply;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import java.nio.file.Path;
import java.util.function.Function;
import org.apiguardian.api.API;

/** What a running tool may use. Valid until the call ends; thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ToolContext {
    /** The session of the call. */
    SessionId sessionId();

    /** The turn of the call. */
    TurnId turnId();

    /** The session's working directory, absolute. */
    Path workingDirectory();

    /** Fires when the output is no longer wanted. */
    Cancellation cancellation();

    /** Starts commands under the session's sandbox policy. The only right way for a tool to start a process. */
    CommandRunner commands();

    /** The session's policy. A tool that touches files itself asks {@link SandboxPolicy#decide} first. */
    SandboxPolicy sandbox();

    /**
     * Asks before something that needs permission. The answer comes from the session's policies and rules, from memory,
     * or from the approval handler. Blocks until there is one, the approval timeout is over (a denial), or the call is
     * cancelled.
     *
     * <p>When the answer is put off, this throws an exception that the tool must let pass: the call ends without an
     * output, the turn is suspended, and after the answer, perhaps in another process, the tool is called again with the
     * same arguments. It then gets the answer by asking the same again. So a tool asks before it has effects.
     *
     * @param question makes the request; called once, with the identity it must carry. A command is a {@link
     *     ApprovalRequest.RunCommand}, a change of files an {@link ApprovalRequest.ApplyPatch}, and so on; kinds of the
     *     tool's own are asked as the calls of tools are
     * @return yes or no; never a deferral. {@link #commands()} asks by itself and needs no question before
     * @throws java.util.concurrent.CancellationException when the call was cancelled while waiting, or the answer
     *     ended the turn
     */
    ApprovalDecision ask(Function<ApprovalRequest.Origin, ApprovalRequest> question);

    /** Shows progress: published as a delta of this call's item, not sent to the model. */
    void emitOutput(String chunk);

    /**
     * Publishes an item that says what the call did, such as {@link TurnItem.FileChange} or {@link TurnItem.PlanUpdate}.
     * Listeners see it before the call's own completed item.
     */
    void publish(TurnItem item);

    /**
     * Asks the agent's model a question of its own, apart from the session's conversation and without tools, once it is
     * approved as a {@link dev.agentloop.approval.ApprovalRequest.AskModel}. Blocks.
     *
     * @throws dev.agentloop.ToolExecutionException when it was not approved, or the model did not answer; the message is
     *     fit for the model that called the tool
     * @throws UnsupportedOperationException when there is no agent around the call
     */
    default ModelReply askModel(ModelQuestion question) throws InterruptedException {
        throw new UnsupportedOperationException("There is no agent around this call whose model could be asked");
    }

    /**
     * Starts a session of another agent (or of the same) as a child of this call: it is interrupted and closed with
     * it, and its events name this session as parent.
     *
     * @throws IllegalArgumentException when the child's sandbox policy is wider than this session's
     */
    AgentSession startChild(Agent agent, SessionOptions options);
}

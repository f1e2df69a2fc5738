package dev.agentloop.tool;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnId;
import dev.agentloop.event.TurnItem;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import java.nio.file.Path;
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

    /** Shows progress: published as a delta of this call's item, not sent to the model. */
    void emitOutput(String chunk);

    /**
     * Publishes an item that says what the call did, such as {@link TurnItem.FileChange} or {@link TurnItem.PlanUpdate}.
     * Listeners see it before the call's own completed item.
     */
    void publish(TurnItem item);

    /**
     * Starts a session of another agent (or of the same) as a child of this call: it is interrupted and closed with
     * it, and its events name this session as parent.
     *
     * @throws IllegalArgumentException when the child's sandbox policy is wider than this session's
     */
    AgentSession startChild(Agent agent, SessionOptions options);
}

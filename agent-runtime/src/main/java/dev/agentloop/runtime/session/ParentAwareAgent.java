package dev.agentloop.runtime.session;

import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;

/** An agent whose sessions can be children of others. */
public interface ParentAwareAgent {
    /**
     * Opens a session that names another as its parent.
     *
     * @param bound the parent's policy; the child's must not be wider
     * @throws IllegalArgumentException when it is wider
     */
    AgentSession startChild(SessionId parent, SandboxPolicy bound, SessionOptions options);
}

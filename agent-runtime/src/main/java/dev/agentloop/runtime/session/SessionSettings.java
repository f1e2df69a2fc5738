package dev.agentloop.runtime.session;

import dev.agentloop.Limits;
import dev.agentloop.SessionOptions;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.EventListener;
import dev.agentloop.runtime.context.ContextFiles;
import dev.agentloop.runtime.context.PromptContext;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The agent's settings with a session's own in their place.
 *
 * @param cacheKey the session whose prompt cache this one shares: its oldest ancestor
 */
record SessionSettings(
        SessionId id,
        Optional<SessionId> parent,
        AgentSettings agent,
        Path workingDirectory,
        SandboxPolicy sandbox,
        ApprovalPolicy approvalPolicy,
        ApprovalHandler approvalHandler,
        List<EventListener> listeners,
        Limits limits,
        String label,
        SessionId cacheKey) {

    static SessionSettings of(AgentSettings agent, SessionId id, Optional<SessionId> parent, SessionOptions options) {
        Path directory = options.workingDirectory().orElse(agent.workingDirectory());
        SandboxPolicy inherited = options.workingDirectory().isPresent()
                        && agent.sandbox().workspace().isPresent()
                ? agent.sandbox().withWorkspace(directory)
                : agent.sandbox();
        List<EventListener> listeners = new ArrayList<>(agent.listeners());
        agent.listenerFactories().forEach(factory -> listeners.add(factory.create(id)));
        listeners.addAll(options.listeners());
        return new SessionSettings(
                id,
                parent,
                agent,
                directory,
                options.sandbox().orElse(inherited),
                options.approvalPolicy().orElse(agent.approvalPolicy()),
                options.approvalHandler().orElse(agent.approvalHandler()),
                listeners,
                options.limits().orElse(agent.limits()),
                options.label(),
                id);
    }

    /** A folder that was named for this session speaks to the model even where the agent's own does not. */
    PromptContext promptContext(boolean tools, Clock clock) {
        ContextFiles files = agent.contextFiles();
        boolean projects = files.projects() || !workingDirectory.equals(agent.workingDirectory());
        return new PromptContext(workingDirectory, sandbox, approvalPolicy, files.withProjects(projects), tools, clock);
    }

    SessionSettings withSandbox(SandboxPolicy policy) {
        return new SessionSettings(
                id,
                parent,
                agent,
                workingDirectory,
                policy,
                approvalPolicy,
                approvalHandler,
                listeners,
                limits,
                label,
                cacheKey);
    }

    SessionSettings withCacheKey(SessionId key) {
        return new SessionSettings(
                id,
                parent,
                agent,
                workingDirectory,
                sandbox,
                approvalPolicy,
                approvalHandler,
                listeners,
                limits,
                label,
                key);
    }
}

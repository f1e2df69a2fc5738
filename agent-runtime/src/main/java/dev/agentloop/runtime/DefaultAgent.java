package dev.agentloop.runtime;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.PromptPreview;
import dev.agentloop.SessionOptions;
import dev.agentloop.runtime.context.ContextAssembler;
import dev.agentloop.runtime.context.PromptContext;
import dev.agentloop.runtime.session.AgentSettings;
import dev.agentloop.runtime.session.LiveSession;
import dev.agentloop.runtime.session.ParentAwareAgent;
import dev.agentloop.runtime.session.SessionOpener;
import dev.agentloop.runtime.session.SessionServices;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The agent: its settings, what its sessions share, and the sessions that are open. */
final class DefaultAgent implements Agent, ParentAwareAgent {
    private final AgentParts parts;
    private final AgentSettings settings;
    private final SessionServices services;
    private final SessionOpener opener;
    private final AgentNotices problems;
    private final OwnedResources owned;
    private final Set<LiveSession> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    DefaultAgent(
            AgentParts parts,
            AgentSettings settings,
            SessionServices services,
            AgentNotices problems,
            OwnedResources owned) {
        this.parts = parts;
        this.settings = settings;
        this.services = services;
        this.opener = new SessionOpener(settings, services, this::closed);
        this.problems = problems;
        this.owned = owned;
    }

    @Override
    public AgentSession startSession(SessionOptions options) {
        requireOpen();
        return opened(opener.start(options));
    }

    @Override
    public AgentSession resumeSession(SessionId id, SessionOptions options) {
        requireOpen();
        return opened(opener.resume(id, options));
    }

    @Override
    public AgentSession forkSession(SessionId id, ForkPoint at, SessionOptions options) {
        requireOpen();
        return opened(opener.fork(id, at, options));
    }

    @Override
    public AgentSession startChild(SessionId parent, SandboxPolicy bound, SessionOptions options) {
        return opened(opener.startChild(parent, bound, options));
    }

    private LiveSession opened(LiveSession session) {
        open.add(session);
        if (closed.get()) {
            session.close();
            requireOpen();
        }
        problems.join(session);
        return session;
    }

    private void closed(LiveSession session) {
        open.remove(session);
        problems.leave(session);
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("The agent is closed; build another with Agent.builder() or toBuilder()");
        }
    }

    @Override
    public List<ToolSpec> tools() {
        return services.toolSpecs().get();
    }

    @Override
    public EnforcementReport enforcement() {
        return services.sandboxes().apply(settings.sandbox()).check(settings.sandbox());
    }

    @Override
    public PromptPreview promptPreview() {
        PromptContext context = new PromptContext(
                settings.workingDirectory(),
                settings.sandbox(),
                settings.approvalPolicy(),
                settings.contextFiles(),
                !services.toolSpecs().get().isEmpty(),
                services.clock());
        return new ContextAssembler(context).preview(settings.instructions(), problems.messages());
    }

    @Override
    public Builder toBuilder() {
        return new AgentBuilder(new AgentParts(parts));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            List<LiveSession> all = List.copyOf(open);
            all.forEach(LiveSession::requestClose); // all turns end at once, and all waits below share one bound
            long end = System.nanoTime() + LiveSession.END_OF_TURN.toNanos();
            // Newest first, before what they use; one that fails keeps none of the others.
            all.forEach(session ->
                    owned.own((AutoCloseable) () -> session.close(Duration.ofNanos(end - System.nanoTime()))));
            owned.close();
        }
    }

    @Override
    public String toString() {
        return "Agent[model=" + settings.model() + ", tools=" + tools().size() + "]";
    }
}

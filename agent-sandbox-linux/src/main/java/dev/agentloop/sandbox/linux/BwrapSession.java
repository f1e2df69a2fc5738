package dev.agentloop.sandbox.linux;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.AccessDecision;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.linux.MountPlan.Kind;
import dev.agentloop.sandbox.linux.MountPlan.Step;
import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.CommandStartException.Reason;
import dev.agentloop.sandbox.spi.PreparedCommand;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.support.CommandWrappingSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A session of {@link BwrapProvider}. */
final class BwrapSession extends CommandWrappingSandbox {
    private static final Duration KILL_WAIT = Duration.ofSeconds(2);

    private final BwrapProvider provider;
    private final SessionFolder folder;
    private final BwrapArguments arguments;
    private final List<Path> placeholders;

    BwrapSession(BwrapProvider provider, SandboxPolicy policy, MountPlan plan, SessionFolder folder, BwrapTools tools) {
        super(policy, BwrapProvider.ID);
        this.provider = provider;
        this.folder = folder;
        this.arguments = new BwrapArguments(policy, plan, tools);
        this.placeholders = plan.steps().stream()
                .filter(step -> step.kind() == Kind.PROTECTED)
                .map(Step::path)
                .toList();
    }

    @Override
    protected PreparedCommand wrap(PreparedCommand command) {
        requireVisible(Path.of(command.argv().get(0)));
        requireVisible(command.workingDirectory());
        return arguments.wrap(command);
    }

    /** The end of bubblewrap's outer process ends the process namespace with everything in it. */
    @Override
    protected void kill(Process process) {
        process.destroyForcibly();
        try {
            process.waitFor(KILL_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException keep) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void beforeStart() {
        Placeholders.SHARED.acquire(placeholders);
    }

    @Override
    protected void afterExit() {
        Placeholders.SHARED.release(placeholders);
    }

    @Override
    protected void release() {
        folder.close();
    }

    @Override
    public SandboxSession widen(PermissionGrant grant) {
        return provider.open(grant.applyTo(policy()));
    }

    private void requireVisible(Path path) {
        AccessDecision decision = policy().decide(path, Access.READ);
        if (!decision.allowed()) {
            throw new CommandStartException(Reason.REFUSED, decision.reason(), null);
        }
    }
}

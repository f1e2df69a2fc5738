package dev.agentloop.sandbox.linux;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.AccessDecision;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.sandbox.linux.MountPlan.Kind;
import dev.agentloop.sandbox.linux.MountPlan.Step;
import dev.agentloop.sandbox.linux.proxy.ConnectionGate;
import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.CommandStartException.Reason;
import dev.agentloop.sandbox.spi.NetworkMonitor;
import dev.agentloop.sandbox.spi.PreparedCommand;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.support.CommandWrappingSandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A session of {@link BwrapProvider}. */
final class BwrapSession extends CommandWrappingSandbox {
    private static final Duration KILL_WAIT = Duration.ofSeconds(2);

    private final BwrapProvider provider;
    private final SessionFolder folder;
    private final BwrapArguments arguments;
    private final List<Path> placeholders;
    private final NetworkMonitor monitor;
    private final ConnectionGate gate;
    private Optional<NetworkNamespace> network = Optional.empty();

    private BwrapSession(
            BwrapProvider provider,
            SandboxPolicy policy,
            MountPlan plan,
            SessionFolder folder,
            BwrapTools tools,
            NetworkMonitor monitor) {
        super(policy, BwrapProvider.ID);
        this.provider = provider;
        this.monitor = monitor;
        this.gate = new ConnectionGate(policy.network(), monitor);
        this.folder = folder;
        this.arguments = new BwrapArguments(policy, plan, tools);
        this.placeholders = plan.steps().stream()
                .filter(step -> step.kind() == Kind.PROTECTED)
                .map(Step::path)
                .toList();
    }

    /** @throws SandboxUnavailableException if the way out to listed hosts cannot be made */
    static BwrapSession open(
            BwrapProvider provider,
            SandboxPolicy policy,
            MountPlan plan,
            SessionFolder folder,
            BwrapTools tools,
            NetworkMonitor monitor) {
        BwrapSession session = new BwrapSession(provider, policy, plan, folder, tools, monitor);
        if (policy.network().mode() == Network.Mode.ALLOWLIST) {
            try {
                session.network = Optional.of(NetworkNamespace.open(tools, session.gate, session::startHelper));
            } catch (IOException failed) {
                session.close();
                throw new SandboxUnavailableException(
                        "The network allow-list cannot be enforced: " + failed.getMessage(),
                        Set.of(Guarantee.NET_ALLOWLIST),
                        List.of(failed));
            }
        }
        return session;
    }

    @Override
    protected PreparedCommand wrap(PreparedCommand command) {
        requireVisible(Path.of(command.argv().get(0)));
        requireVisible(command.workingDirectory());
        return network.map(namespace -> inside(namespace, command)).orElseGet(() -> arguments.wrap(command));
    }

    private PreparedCommand inside(NetworkNamespace namespace, PreparedCommand command) {
        PreparedCommand wrapped = arguments.wrap(new PreparedCommand(
                command.argv(),
                ProxyVariables.addTo(command.environment(), NetworkNamespace.PORT),
                command.workingDirectory()));
        List<String> argv = new ArrayList<>(namespace.join());
        argv.addAll(wrapped.argv());
        return new PreparedCommand(argv, wrapped.environment(), wrapped.workingDirectory());
    }

    @Override
    public List<Violation> violations() {
        return gate.violations();
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
        network.ifPresent(NetworkNamespace::close);
        folder.close();
    }

    @Override
    public SandboxSession widen(PermissionGrant grant) {
        return provider.open(grant.applyTo(policy()), monitor);
    }

    private void requireVisible(Path path) {
        AccessDecision decision = policy().decide(path, Access.READ);
        if (!decision.allowed()) {
            throw new CommandStartException(Reason.REFUSED, decision.reason(), null);
        }
    }
}

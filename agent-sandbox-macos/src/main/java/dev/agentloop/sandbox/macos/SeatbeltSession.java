package dev.agentloop.sandbox.macos;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.AccessDecision;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.CommandStartException.Reason;
import dev.agentloop.sandbox.spi.PreparedCommand;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.support.CommandWrappingSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A session of {@link SeatbeltProvider}: each command runs under the profile of its policy. */
final class SeatbeltSession extends CommandWrappingSandbox {
    static final Path SANDBOX_EXEC = Path.of("/usr/bin/sandbox-exec");

    private final SeatbeltProvider provider;
    private final Optional<TemporaryFolder> privateTmp;
    private final Optional<String> profile;

    /** @param privateTmp owned by the session from now on, unless this throws */
    SeatbeltSession(
            SeatbeltProvider provider, SandboxPolicy policy, HostPaths host, Optional<TemporaryFolder> privateTmp) {
        this(
                provider,
                policy,
                privateTmp,
                SeatbeltReport.confines(policy)
                        ? Optional.of(new ProfileWriter(host, privateTmp.map(TemporaryFolder::path))
                                .write(policy)
                                .text())
                        : Optional.empty());
    }

    private SeatbeltSession(
            SeatbeltProvider provider,
            SandboxPolicy policy,
            Optional<TemporaryFolder> privateTmp,
            Optional<String> profile) {
        super(policy, SeatbeltProvider.ID);
        this.provider = provider;
        this.privateTmp = privateTmp;
        this.profile = profile;
    }

    @Override
    protected PreparedCommand wrap(PreparedCommand command) {
        if (profile.isEmpty()) {
            return command;
        }
        requireReadable(Path.of(command.argv().get(0)));
        requireReadable(command.workingDirectory());
        List<String> argv = new ArrayList<>(List.of(SANDBOX_EXEC.toString(), "-p", profile.get(), "--"));
        argv.addAll(command.argv());
        Map<String, String> environment = new TreeMap<>(command.environment());
        privateTmp.ifPresent(folder -> environment.put("TMPDIR", folder.path().toString()));
        return new PreparedCommand(argv, environment, command.workingDirectory());
    }

    @Override
    protected void release() {
        privateTmp.ifPresent(TemporaryFolder::close);
    }

    @Override
    public SandboxSession widen(PermissionGrant grant) {
        return provider.open(grant.applyTo(policy()));
    }

    private void requireReadable(Path path) {
        AccessDecision decision = policy().decide(path, Access.READ);
        if (!decision.allowed()) {
            throw new CommandStartException(Reason.REFUSED, decision.reason(), null);
        }
    }
}

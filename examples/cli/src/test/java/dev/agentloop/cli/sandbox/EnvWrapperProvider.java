package dev.agentloop.cli.sandbox;

import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.PreparedCommand;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.support.CommandWrappingSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What somebody else's provider looks like: it starts every command by {@code env -i} and promises no more than that. */
public final class EnvWrapperProvider implements SandboxProvider {
    static final String ID = "env-wrapper";

    private static final Path ENV = Path.of("/usr/bin/env");

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int priority() {
        return 10;
    }

    @Override
    public Availability probe(ProbeContext context) {
        return Files.isExecutable(ENV)
                ? Availability.available(Duration.ZERO)
                : Availability.unavailable(ENV + " is missing", "install coreutils", Duration.ZERO);
    }

    @Override
    public EnforcementReport check(SandboxPolicy policy) {
        return EnforcementReport.builder(ID)
                .enforced(Guarantee.ENV, "env -i with the named variables")
                .build();
    }

    @Override
    public SandboxSession open(SandboxPolicy policy) {
        return new Session(policy);
    }

    private static final class Session extends CommandWrappingSandbox {
        Session(SandboxPolicy policy) {
            super(policy, ID);
        }

        @Override
        protected PreparedCommand wrap(PreparedCommand command) {
            List<String> argv = new ArrayList<>(List.of(ENV.toString(), "-i"));
            command.environment().forEach((name, value) -> argv.add(name + "=" + value));
            argv.addAll(command.argv());
            return new PreparedCommand(argv, Map.of(), command.workingDirectory());
        }

        @Override
        public SandboxSession widen(PermissionGrant grant) {
            return new Session(grant.applyTo(policy()));
        }
    }
}

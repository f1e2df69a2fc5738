package dev.agentloop.runtime.behaviour;

import dev.agentloop.sandbox.Access;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A sandbox of two commands: {@code echo write PATH} and {@code echo reach HOST} fail, as a real command would, where the
 * policy does not allow it. Everything else runs.
 */
final class RefusingSandbox implements SandboxProvider {
    @Override
    public String id() {
        return "refusing";
    }

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Availability probe(ProbeContext context) {
        return Availability.available(Duration.ZERO);
    }

    @Override
    public EnforcementReport check(SandboxPolicy policy) {
        EnforcementReport.Builder report = EnforcementReport.builder(id());
        for (Guarantee guarantee : Guarantee.values()) {
            report.enforced(guarantee, "as far as a test needs it");
        }
        return report.build();
    }

    @Override
    public SandboxSession open(SandboxPolicy policy) {
        return new Session(policy);
    }

    private static final class Session extends CommandWrappingSandbox {
        Session(SandboxPolicy policy) {
            super(policy, "refusing");
        }

        @Override
        protected PreparedCommand wrap(PreparedCommand command) {
            List<String> argv = command.argv();
            if (argv.size() != 3 || allows(argv.get(1), argv.get(2))) {
                return command;
            }
            String refusal = argv.get(1).equals("write")
                    ? "cannot create '" + argv.get(2) + "': Read-only file system"
                    : "curl: (6) Could not resolve host: " + argv.get(2);
            return new PreparedCommand(
                    List.of("/bin/sh", "-c", "echo \"$0\" >&2; exit 1", refusal),
                    command.environment(),
                    command.workingDirectory());
        }

        private boolean allows(String what, String where) {
            return switch (what) {
                case "write" -> policy().decide(Path.of(where), Access.WRITE).allowed();
                case "reach" -> policy().network().allows(where, 443);
                default -> true;
            };
        }

        @Override
        public SandboxSession widen(PermissionGrant grant) {
            return new Session(grant.applyTo(policy()));
        }
    }
}

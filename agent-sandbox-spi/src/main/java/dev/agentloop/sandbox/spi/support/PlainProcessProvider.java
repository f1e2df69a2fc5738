package dev.agentloop.sandbox.spi.support;

import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.PreparedCommand;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * The provider {@code none}: starts commands without confining files, network or system calls. It scrubs the environment,
 * ends commands at their time-out and kills what it can find of their processes. Only an embedder who names it gets it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PlainProcessProvider implements SandboxProvider {
    /** The id. */
    public static final String ID = "none";

    /** Does nothing; for {@link java.util.ServiceLoader}. */
    public PlainProcessProvider() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public boolean onlyByName() {
        return true;
    }

    @Override
    public Availability probe(ProbeContext context) {
        return Availability.available(Duration.ZERO);
    }

    @Override
    public EnforcementReport check(SandboxPolicy policy) {
        EnforcementReport.Builder report = EnforcementReport.builder(ID);
        for (Guarantee guarantee : Guarantee.values()) {
            report.notEnforced(guarantee, "the provider none does not confine commands");
        }
        return report.enforced(Guarantee.ENV, "commands get a new environment with only the named variables")
                .enforced(Guarantee.LIMIT_WALL, "a timer kills the command, as far as its processes are found")
                .partial(
                        Guarantee.TREE_KILL,
                        "processes are found by their parents; one that detached itself by a double fork is missed")
                .build();
    }

    @Override
    public SandboxSession open(SandboxPolicy policy) {
        return new PlainSession(policy);
    }

    private static final class PlainSession extends CommandWrappingSandbox {
        PlainSession(SandboxPolicy policy) {
            super(policy, ID);
        }

        @Override
        protected PreparedCommand wrap(PreparedCommand command) {
            return command;
        }

        @Override
        public SandboxSession widen(PermissionGrant grant) {
            return new PlainSession(grant.applyTo(policy()));
        }
    }
}

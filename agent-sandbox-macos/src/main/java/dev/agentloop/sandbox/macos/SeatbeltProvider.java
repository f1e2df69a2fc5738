package dev.agentloop.sandbox.macos;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The provider {@code macos-seatbelt}: Seatbelt profiles by the program {@code sandbox-exec} of macOS.
 *
 * <p>The profiles are tested against a simulation on every system; they were never executed by macOS. What decides there is
 * the self-test at the first use: without it nothing is available.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SeatbeltProvider implements SandboxProvider {
    /** The id. */
    public static final String ID = "macos-seatbelt";

    private static final int PRIORITY = 900;

    private final SeatbeltProbe probe;

    /** Does nothing; for {@link java.util.ServiceLoader}. */
    public SeatbeltProvider() {
        this(SeatbeltProbe.SHARED);
    }

    SeatbeltProvider(SeatbeltProbe probe) {
        this.probe = probe;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Availability probe(ProbeContext context) {
        return probe.result(context);
    }

    @Override
    public EnforcementReport check(SandboxPolicy policy) {
        return SeatbeltReport.of(policy);
    }

    @Override
    public SandboxSession open(SandboxPolicy policy) {
        ProbeContext context =
                policy.workspace().map(ProbeContext::forWorkspace).orElse(ProbeContext.ofDefaults());
        Availability availability = probe.result(context);
        if (!availability.usable()) {
            throw new SandboxUnavailableException(
                    "The sandbox " + ID + " is not available: " + String.join("; ", availability.reasons()),
                    policy.required(),
                    List.of());
        }
        return openUnprobed(policy);
    }

    /** Opens without a probe; the probe itself does. */
    SeatbeltSession openUnprobed(SandboxPolicy policy) {
        Optional<TemporaryFolder> own = policy.privateTmp() ? Optional.of(TemporaryFolder.create()) : Optional.empty();
        try {
            return new SeatbeltSession(this, policy, new MacPaths(), own);
        } catch (RuntimeException failed) {
            own.ifPresent(TemporaryFolder::close);
            throw failed;
        }
    }
}

package dev.agentloop.sandbox.linux;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.NetworkMonitor;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** The provider {@code linux-bwrap}: namespaces by the program bubblewrap, and a system call filter. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BwrapProvider implements SandboxProvider {
    /** The id. */
    public static final String ID = "linux-bwrap";

    private static final int PRIORITY = 900;

    private final BwrapProbe probe;

    /** Does nothing; for {@link java.util.ServiceLoader}. */
    public BwrapProvider() {
        this(BwrapProbe.SHARED);
    }

    BwrapProvider(BwrapProbe probe) {
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
        return probe.result(context).availability();
    }

    @Override
    public EnforcementReport check(SandboxPolicy policy) {
        return BwrapReport.of(policy, MountPlan.of(policy).metadataGap(), Host.current());
    }

    @Override
    public SandboxSession open(SandboxPolicy policy) {
        return open(policy, NetworkMonitor.NONE);
    }

    @Override
    public SandboxSession open(SandboxPolicy policy, NetworkMonitor monitor) {
        ProbeContext context =
                policy.workspace().map(ProbeContext::forWorkspace).orElse(ProbeContext.ofDefaults());
        BwrapProbe.Result result = probe.result(context);
        Optional<Path> bwrap =
                result.bwrap().filter(path -> result.availability().usable());
        if (bwrap.isEmpty()) {
            throw new SandboxUnavailableException(
                    "The sandbox " + ID + " is not available: "
                            + String.join("; ", result.availability().reasons()),
                    policy.required(),
                    List.of());
        }
        return open(policy, bwrap.get(), monitor);
    }

    /** Opens without a probe; the probe itself does. */
    BwrapSession open(SandboxPolicy policy, Path bwrap, NetworkMonitor monitor) {
        Host host = Host.current();
        MountPlan plan = MountPlan.of(policy);
        byte[] filter = SeccompFilter.build(
                        host.architecture().orElseThrow(), !policy.unixSockets().isEmpty())
                .toBytes();
        SessionFolder folder = SessionFolder.create(filter);
        try {
            return BwrapSession.open(this, policy, plan, folder, BwrapTools.of(bwrap, host, folder.path()), monitor);
        } catch (RuntimeException failed) {
            folder.close();
            throw failed;
        }
    }
}

package dev.agentloop.sandbox.spi.support;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Opens a provider only after its report satisfied the policy: what is required but not enforced refuses before a start. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class EnforcementCheck {
    private EnforcementCheck() {}

    /**
     * Probes, compares and opens.
     *
     * @throws SandboxUnavailableException naming the reason of the provider or the missing guarantees; nothing was opened
     */
    public static SandboxSession open(SandboxProvider provider, SandboxPolicy policy, ProbeContext context) {
        Availability availability = provider.probe(context);
        if (!availability.usable()) {
            String reasons = String.join("; ", availability.reasons());
            String hint = availability.fixHint().isEmpty() ? "" : ". To fix: " + availability.fixHint();
            throw new SandboxUnavailableException(
                    "The sandbox " + provider.id() + " is not available: " + reasons + hint,
                    policy.required(),
                    List.of());
        }
        EnforcementReport report = provider.check(policy);
        Set<Guarantee> missing = report.missing(policy);
        if (!missing.isEmpty()) {
            String details = missing.stream()
                    .map(guarantee -> guarantee + " (" + report.of(guarantee).detail() + ")")
                    .collect(Collectors.joining(", "));
            throw new SandboxUnavailableException(
                    "The sandbox " + provider.id() + " cannot enforce what the policy requires: " + details
                            + ". Change the policy, or accept what is partial with allowPartial",
                    missing,
                    List.of());
        }
        return provider.open(policy);
    }
}

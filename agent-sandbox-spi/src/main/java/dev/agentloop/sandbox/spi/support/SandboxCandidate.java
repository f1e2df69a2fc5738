package dev.agentloop.sandbox.spi.support;

import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * One provider judged for one policy.
 *
 * @param provider the provider
 * @param availability whether it works here
 * @param report what it enforces; empty when it cannot be used
 * @param missing what the policy requires beyond that
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SandboxCandidate(
        SandboxProvider provider,
        Availability availability,
        Optional<EnforcementReport> report,
        Set<Guarantee> missing) {

    /** Probes and asks the provider. A broken one is unavailable and harms nobody. */
    public static SandboxCandidate of(SandboxProvider provider, SandboxPolicy policy) {
        ProbeContext context =
                policy.workspace().map(ProbeContext::forWorkspace).orElseGet(ProbeContext::ofDefaults);
        Availability availability = probe(provider, context);
        if (!availability.usable()) {
            return new SandboxCandidate(provider, availability, Optional.empty(), Set.of());
        }
        EnforcementReport report = provider.check(policy);
        return new SandboxCandidate(provider, availability, Optional.of(report), report.missing(policy));
    }

    /** Whether it enforces the policy. */
    public boolean accepted() {
        return availability.usable() && missing.isEmpty();
    }

    /** Why it does not, with what can be done about it; empty when it does. */
    public Optional<String> refusal() {
        if (!availability.usable()) {
            String hint = availability.fixHint().isEmpty() ? "" : ". To fix: " + availability.fixHint();
            return Optional.of(
                    provider.id() + " is not available: " + String.join("; ", availability.reasons()) + hint);
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String details = missing.stream()
                .map(guarantee ->
                        guarantee + " (" + report.orElseThrow().of(guarantee).detail() + ")")
                .collect(Collectors.joining(", "));
        return Optional.of(provider.id() + " does not enforce what the policy requires: " + details);
    }

    private static Availability probe(SandboxProvider provider, ProbeContext context) {
        try {
            return provider.probe(context);
        } catch (RuntimeException | LinkageError broken) {
            return Availability.unavailable("its probe failed with " + broken, "", Duration.ZERO);
        }
    }
}

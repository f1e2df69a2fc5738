package dev.agentloop.sandbox.spi.support;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.SandboxProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Picks the provider that enforces a policy: the one that was named, else the best that is available and gives every
 * required guarantee. Fails closed, with every reason; {@code none} is never picked unless it was named. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SandboxSelector {
    private final List<SandboxProvider> providers;
    private final Optional<String> named;

    /**
     * @param providers all that were found, with unique ids
     * @param named the only one that may be used
     */
    public SandboxSelector(List<SandboxProvider> providers, Optional<String> named) {
        this.providers = providers.stream()
                .sorted(Comparator.comparingInt(SandboxProvider::priority)
                        .reversed()
                        .thenComparing(SandboxProvider::id))
                .toList();
        this.named = named;
    }

    /**
     * The provider for a policy. Probes; may take seconds the first time.
     *
     * @throws SandboxUnavailableException when nobody can enforce it
     * @throws AgentConfigurationException when the named provider is not there
     */
    public SandboxProvider select(SandboxPolicy policy) {
        List<Refusal> refusals = new ArrayList<>();
        Set<Guarantee> missing = EnumSet.noneOf(Guarantee.class);
        for (SandboxProvider provider : eligible()) {
            SandboxCandidate candidate = SandboxCandidate.of(provider, policy);
            if (candidate.accepted()) {
                return provider;
            }
            missing.addAll(candidate.missing());
            refusals.add(new Refusal(candidate.refusal().orElseThrow()));
        }
        throw new SandboxUnavailableException(message(refusals), missing, refusals);
    }

    /** All providers judged, in the order they are asked; also those that only an embedder who names them gets. */
    public List<SandboxCandidate> candidates(SandboxPolicy policy) {
        return providers.stream()
                .map(provider -> SandboxCandidate.of(provider, policy))
                .toList();
    }

    private List<SandboxProvider> eligible() {
        if (named.isEmpty()) {
            return providers.stream().filter(provider -> !provider.onlyByName()).toList();
        }
        List<SandboxProvider> match = providers.stream()
                .filter(provider -> provider.id().equals(named.get()))
                .toList();
        if (match.isEmpty()) {
            throw new AgentConfigurationException("There is no sandbox provider '" + named.get() + "'. Found: "
                    + providers.stream().map(SandboxProvider::id).toList()
                    + ". Add the artifact that brings it, or name another with sandboxProvider(id).");
        }
        return match;
    }

    private static String message(List<Refusal> refusals) {
        String reasons = refusals.isEmpty()
                ? "no sandbox provider is on the class path; add dev.agentloop:agent-sandbox-linux or the one of your"
                        + " system"
                : String.join("; ", refusals.stream().map(Throwable::getMessage).toList());
        return "The sandbox policy cannot be enforced on this machine: " + reasons
                + ". Nothing was started. To run without a sandbox on purpose, ask for"
                + " SandboxPolicy.dangerFullAccess() and sandboxProvider(\"none\").";
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message, null, false, false);
        }
    }
}

package dev.agentloop.runtime;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.support.PlainProcessProvider;
import dev.agentloop.sandbox.spi.support.SandboxSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sandbox providers an agent may use, looked up once, and which of them serves which policy. Thread-safe. */
final class SandboxChoice {
    private final SandboxSelector selector;
    private final Map<SandboxPolicy, SandboxProvider> chosen = new ConcurrentHashMap<>();

    private SandboxChoice(SandboxSelector selector) {
        this.selector = selector;
    }

    static SandboxChoice of(AgentParts parts, AgentNotices problems) {
        if (parts.sandboxProvider != null) {
            if (!(parts.sandboxProvider instanceof SandboxProvider provider)) {
                throw new AgentConfigurationException("sandboxProvider " + parts.sandboxProvider.id() + " ("
                        + parts.sandboxProvider.getClass().getName()
                        + ") does not implement dev.agentloop.sandbox.spi.SandboxProvider of agent-sandbox-spi");
            }
            return new SandboxChoice(new SandboxSelector(List.of(provider), Optional.of(provider.id())));
        }
        List<SandboxProvider> found = new ArrayList<>();
        if (AgentAssembly.discovers(parts)) {
            found.addAll(ServiceLookup.find(SandboxProvider.class, "sandbox.provider", problems));
        }
        if (found.stream().noneMatch(provider -> provider.id().equals(PlainProcessProvider.ID))) {
            found.add(new PlainProcessProvider());
        }
        requireUniqueIds(found);
        return new SandboxChoice(new SandboxSelector(found, Optional.ofNullable(parts.sandboxProviderId)));
    }

    /** @throws dev.agentloop.SandboxUnavailableException when nobody can enforce the policy */
    SandboxProvider providerFor(SandboxPolicy policy) {
        SandboxProvider known = chosen.get(policy);
        if (known == null) {
            known = selector.select(policy);
            chosen.put(policy, known);
        }
        return known;
    }

    private static void requireUniqueIds(List<SandboxProvider> providers) {
        Map<String, SandboxProvider> byId = new HashMap<>();
        for (SandboxProvider provider : providers) {
            SandboxProvider other = byId.put(provider.id(), provider);
            if (other != null) {
                throw new AgentConfigurationException("Two sandbox providers have the id '" + provider.id() + "': "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName() + ". Remove one of them.");
            }
        }
    }
}

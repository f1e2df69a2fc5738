package dev.agentloop.runtime.tool;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.spi.ToolProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The order of tool providers: by {@link ToolProvider#order()}, then by {@link ToolProvider#id()}. The class path has no part
 * in it, because the order of tools is part of what a model service caches.
 */
public final class ToolOrder {
    private static final Set<String> RESERVED = Set.of("builtin", "mcp");
    private static final String OWN_PACKAGES = "dev.agentloop.";

    /** A provider with what it says of itself, asked once. */
    private record Known(ToolProvider provider, String id, int order) {}

    private ToolOrder() {}

    /**
     * All providers in order. One given explicitly takes the place of a discovered one of the same class and id.
     *
     * @param given those given to the builder
     * @param discovered those found by service loading
     * @param problems told of a provider that cannot even say its id; it is left out
     * @throws AgentConfigurationException when two have one id, or an id is reserved
     */
    public static List<ToolProvider> of(
            List<ToolProvider> given, List<ToolProvider> discovered, Consumer<String> problems) {
        Map<String, ToolProvider> byId = new HashMap<>();
        List<Known> all = new ArrayList<>();
        add(given, byId, all, Set.of(), problems);
        add(discovered, byId, all, Set.copyOf(byId.values()), problems);
        all.sort(Comparator.comparingInt(Known::order).thenComparing(Known::id));
        return all.stream().map(Known::provider).toList();
    }

    /** Whether a provider is one of this project's. */
    static boolean isOwn(ToolProvider provider) {
        return provider.getClass().getName().startsWith(OWN_PACKAGES);
    }

    private static void add(
            List<ToolProvider> providers,
            Map<String, ToolProvider> byId,
            List<Known> all,
            Set<ToolProvider> given,
            Consumer<String> problems) {
        for (ToolProvider provider : providers) {
            Known known;
            try {
                known = new Known(provider, String.valueOf(provider.id()), provider.order());
            } catch (RuntimeException | LinkageError e) {
                problems.accept("The tool provider " + provider.getClass().getName() + " is left out: " + e);
                continue;
            }
            ToolProvider other = byId.putIfAbsent(known.id(), provider);
            if (other == null) {
                requireAllowed(known);
                all.add(known);
            } else if (!given.contains(other) || other.getClass() != provider.getClass()) {
                throw new AgentConfigurationException("Two tool providers have the id '" + known.id() + "': "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName()
                        + ". Remove one of them or change its id.");
            }
        }
    }

    private static void requireAllowed(Known known) {
        if (RESERVED.contains(known.id()) && !isOwn(known.provider())) {
            throw new AgentConfigurationException(
                    "The tool provider " + known.provider().getClass().getName() + " has the id '" + known.id()
                            + "', which is reserved for this project's own. Give it another id.");
        }
        if (known.id().isBlank() || known.id().equals("null")) {
            throw new AgentConfigurationException(
                    "The tool provider " + known.provider().getClass().getName() + " has no id. Give it one.");
        }
    }
}

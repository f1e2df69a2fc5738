package dev.agentloop.runtime;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.AgentException;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.runtime.json.SchemaFromType;
import dev.agentloop.runtime.session.AgentSettings;
import dev.agentloop.runtime.session.StructuredOutputs;
import dev.agentloop.runtime.tool.AnnotatedTools;
import dev.agentloop.runtime.tool.ToolChecks;
import dev.agentloop.runtime.tool.ToolLookup;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Interim. */
record AgentTools(List<ToolSpec> specs, ToolLookup lookup, ToolChecks checks, StructuredOutputs outputs) {
    static AgentTools assemble(
            AgentParts parts,
            AgentSettings settings,
            SandboxChoice sandboxes,
            OwnedResources owned,
            List<DefaultAgent.Problem> problems) {
        Map<String, ToolHandler> byName = new LinkedHashMap<>();
        for (Object given : parts.tools) {
            List<ToolHandler> handlers =
                    given instanceof ToolHandler handler ? List.of(handler) : AnnotatedTools.of(given);
            for (ToolHandler handler : handlers) {
                if (byName.put(handler.spec().name(), handler) != null) {
                    throw new AgentConfigurationException(
                            "Two tools are named " + handler.spec().name());
                }
            }
        }
        AgentToolEnvironment environment = new AgentToolEnvironment(parts, settings, sandboxes, owned, problems);
        for (ToolProvider provider : providers(parts, owned, problems)) {
            try {
                for (ToolHandler handler : provider.tools(environment)) {
                    if (byName.put(handler.spec().name(), handler) != null) {
                        throw new AgentConfigurationException(
                                "Two tools are named " + handler.spec().name());
                    }
                }
            } catch (AgentException configuration) {
                throw configuration;
            } catch (RuntimeException broken) {
                problems.add(new DefaultAgent.Problem(
                        "tool.provider", "Tool provider " + provider.id() + " gave no tools: " + broken));
            }
        }
        List<ToolSpec> specs = new ArrayList<>();
        byName.values().forEach(handler -> specs.add(handler.spec()));
        if (specs.stream().anyMatch(spec -> spec.traits().contains(ToolSpec.Trait.SANDBOXED))) {
            sandboxes.providerFor(settings.sandbox());
        }
        ToolLookup lookup = new ToolLookup() {
            @Override
            public Optional<ToolHandler> find(String name) {
                return Optional.ofNullable(byName.get(name));
            }

            @Override
            public String unknown(String name) {
                return "There is no tool " + name + ". Valid names: " + byName.keySet();
            }
        };
        ToolChecks checks = new ToolChecks() {
            @Override
            public Optional<String> arguments(ToolSpec spec, String argumentsJson) {
                try {
                    Json.tree(argumentsJson);
                    return Optional.empty();
                } catch (IllegalArgumentException e) {
                    return Optional.of(String.valueOf(e.getMessage()));
                }
            }

            @Override
            public Optional<String> structuredOutput(ToolSpec spec, String json) {
                return Optional.empty();
            }
        };
        StructuredOutputs outputs = new StructuredOutputs() {
            @Override
            public JsonSchema schemaOf(Class<?> type) {
                return SchemaFromType.strict(type);
            }

            @Override
            public Optional<String> problem(JsonSchema schema, String json) {
                return Optional.empty();
            }
        };
        return new AgentTools(specs, lookup, checks, outputs);
    }

    private static List<ToolProvider> providers(
            AgentParts parts, OwnedResources owned, List<DefaultAgent.Problem> problems) {
        List<ToolProvider> providers = new ArrayList<>(parts.toolProviders);
        if (AgentAssembly.discovers(parts)) {
            for (ToolProvider found : ServiceLookup.find(ToolProvider.class, "tool.provider", problems)) {
                if (providers.stream().noneMatch(known -> known.id().equals(found.id()))) {
                    providers.add(owned.own(found));
                }
            }
        }
        providers.sort(Comparator.comparingInt(ToolProvider::order).thenComparing(ToolProvider::id));
        if (!parts.mcpServers.isEmpty()
                && providers.stream().noneMatch(provider -> provider.id().equals("mcp"))) {
            throw new AgentConfigurationException(
                    "MCP servers were given, but nothing here speaks MCP. Add the artifact"
                            + " dev.agentloop:agent-mcp.");
        }
        return providers;
    }
}

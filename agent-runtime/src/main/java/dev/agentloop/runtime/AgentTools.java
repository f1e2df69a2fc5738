package dev.agentloop.runtime;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.runtime.json.SchemaFromType;
import dev.agentloop.runtime.session.AgentSettings;
import dev.agentloop.runtime.session.StructuredOutputs;
import dev.agentloop.runtime.tool.SchemaChecks;
import dev.agentloop.runtime.tool.ToolChecks;
import dev.agentloop.runtime.tool.ToolLookup;
import dev.agentloop.runtime.tool.ToolOrder;
import dev.agentloop.runtime.tool.ToolRegistry;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The tools of an agent with what checks their calls. */
record AgentTools(Supplier<List<ToolSpec>> specs, ToolLookup lookup, ToolChecks checks, StructuredOutputs outputs) {
    static final String PROBLEM = "tool.provider";

    static AgentTools assemble(
            AgentParts parts,
            AgentSettings settings,
            SandboxChoice sandboxes,
            OwnedResources owned,
            AgentNotices problems) {
        LateTools late = new LateTools();
        ToolRegistry registry = ToolRegistry.of(
                parts.tools,
                providers(parts, owned, problems),
                new AgentToolEnvironment(parts, settings, sandboxes, owned, problems, late),
                problems::add);
        late.register(registry);
        if (registry.specs().stream().anyMatch(spec -> spec.traits().contains(ToolSpec.Trait.SANDBOXED))) {
            sandboxes.providerFor(settings.sandbox());
        }
        SchemaChecks checks = new SchemaChecks(registry.specs());
        return new AgentTools(registry::specs, registry, checks, outputs(checks));
    }

    private static List<ToolProvider> providers(AgentParts parts, OwnedResources owned, AgentNotices problems) {
        List<ToolProvider> discovered =
                AgentAssembly.discovers(parts) ? ServiceLookup.find(ToolProvider.class, PROBLEM, problems) : List.of();
        discovered.forEach(owned::own);
        List<ToolProvider> providers =
                ToolOrder.of(parts.toolProviders, discovered, problem -> problems.add(PROBLEM, problem));
        if (!parts.mcpServers.isEmpty()
                && providers.stream().noneMatch(provider -> provider.id().equals("mcp"))) {
            throw new AgentConfigurationException(
                    "MCP servers were given, but nothing here speaks MCP. Add the artifact"
                            + " dev.agentloop:agent-mcp.");
        }
        return providers;
    }

    private static StructuredOutputs outputs(SchemaChecks checks) {
        return new StructuredOutputs() {
            @Override
            public JsonSchema schemaOf(Class<?> type) {
                return SchemaFromType.strict(type);
            }

            @Override
            public Optional<String> problem(JsonSchema schema, String json) {
                return checks.answer(schema, json);
            }
        };
    }
}

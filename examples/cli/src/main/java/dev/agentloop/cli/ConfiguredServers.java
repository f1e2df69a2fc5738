package dev.agentloop.cli;

import dev.agentloop.Agent;
import dev.agentloop.Discovery;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolHandler;
import java.util.ArrayList;
import java.util.List;

/** Reads which MCP servers an agent would use; starts none. */
final class ConfiguredServers implements ToolProvider {
    private final List<McpServerSpec> servers = new ArrayList<>();

    private ConfiguredServers() {}

    /** The servers of this agent. */
    static List<McpServerSpec> of(Agent.Builder agent) {
        ConfiguredServers reader = new ConfiguredServers();
        try (Agent built = agent.discovery(Discovery.NONE).toolProvider(reader).build()) {
            built.tools();
        }
        return List.copyOf(reader.servers);
    }

    /** In the place of the provider that would start them. */
    @Override
    public String id() {
        return "mcp";
    }

    @Override
    public List<ToolHandler> tools(ToolEnvironment environment) {
        servers.addAll(environment.mcpServers());
        return List.of();
    }
}

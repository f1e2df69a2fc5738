package dev.agentloop.mcp;

import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.ToolHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apiguardian.api.API;

/**
 * The tools of the MCP servers that were given to an agent, as {@code mcp__server__tool}. Speaks protocol version
 * 2025-11-25 and three older ones with servers that are started as processes.
 *
 * <p>Servers start when an agent asks for the tools, side by side, under the agent's sandbox policy, and end with the
 * provider. The list of tools is the one of the start.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class McpToolProvider implements ToolProvider {
    private final List<McpServers> started = new CopyOnWriteArrayList<>();

    /** Does nothing; for {@link java.util.ServiceLoader}. */
    public McpToolProvider() {}

    @Override
    public String id() {
        return "mcp";
    }

    /**
     * Starts the servers and returns when each is ready or has failed; takes as long as the slowest one, at most its
     * start time-out.
     *
     * @throws dev.agentloop.AgentConfigurationException when a required server does not start, two servers have one
     *     name, or a server is reached over HTTP, which this version cannot do
     * @throws dev.agentloop.SandboxUnavailableException when the policy cannot be enforced on the servers
     */
    @Override
    public List<ToolHandler> tools(ToolEnvironment environment) {
        if (environment.mcpServers().isEmpty()) {
            return List.of();
        }
        McpServers servers = McpServers.start(environment);
        started.add(servers);
        return servers.tools();
    }

    /** Ends the servers: closes their input, waits two seconds, kills those that still run. */
    @Override
    public void close() {
        started.forEach(McpServers::close);
        started.clear();
    }
}

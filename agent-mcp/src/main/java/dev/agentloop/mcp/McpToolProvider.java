package dev.agentloop.mcp;

import dev.agentloop.mcp.login.McpLogin;
import dev.agentloop.mcp.login.McpTokenStore;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.ToolHandler;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apiguardian.api.API;

/**
 * The tools of the MCP servers that were given to an agent, as {@code mcp__server__tool}. Speaks protocol version
 * 2026-07-28 and the four before it, with servers that are started as processes and with servers reached over HTTP.
 *
 * <p>Servers start when an agent asks for the tools, side by side, under the agent's sandbox policy, and end with the
 * provider. A server that ends is started again by the next call of one of its tools.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class McpToolProvider implements ToolProvider {
    private static final McpLogin NOBODY = () -> {
        throw new IOException("this server wants a login and nobody can log in here; log in with 'agent mcp login', or"
                + " give the agent an McpToolProvider with a login");
    };

    private final Logins logins;
    private final List<McpServers> started = new CopyOnWriteArrayList<>();

    /** A provider whose servers need no login; for {@link java.util.ServiceLoader}. */
    public McpToolProvider() {
        this(NOBODY, McpTokenStore.inMemory());
    }

    /** A provider that uses the tokens in a store; servers for which there is none are missing. */
    public McpToolProvider(McpTokenStore tokens) {
        this(NOBODY, tokens);
    }

    /** A provider whose servers may send a person to a login while an agent is built or a tool runs. */
    public McpToolProvider(McpLogin login, McpTokenStore tokens) {
        this.logins = new Logins(Objects.requireNonNull(login, "login"), Objects.requireNonNull(tokens, "tokens"));
    }

    @Override
    public String id() {
        return "mcp";
    }

    /**
     * Starts the servers and returns when each is ready, has failed, or has used up its start wait.
     *
     * @throws dev.agentloop.AgentConfigurationException when a required server does not start, two servers have one
     *     name, or the variable that holds a server's token is not set
     * @throws dev.agentloop.SandboxUnavailableException when the policy cannot be enforced on the servers
     */
    @Override
    public List<ToolHandler> tools(ToolEnvironment environment) {
        if (environment.mcpServers().isEmpty()) {
            return List.of();
        }
        McpServers servers = new McpServers(environment, logins, later -> environment.offer(this, later));
        started.add(servers);
        return servers.start();
    }

    /**
     * Ends the servers: closes their input, waits two seconds, asks by a signal, waits another second, kills those that
     * still run.
     */
    @Override
    public void close() {
        started.forEach(McpServers::close);
        started.clear();
    }
}

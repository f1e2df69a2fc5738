package dev.agentloop.spi;

import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.McpServerSpec;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/** What an agent offers to its tool providers. Thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ToolEnvironment {
    /** The agent's working directory, absolute. Sessions may have others. */
    Path workingDirectory();

    /** The agent's sandbox policy. */
    SandboxPolicy sandbox();

    /** Starts processes of the provider, such as servers, under the agent's policy. They end with the agent. */
    CommandRunner commands();

    /** The MCP servers given to the builder, in order. */
    List<McpServerSpec> mcpServers();

    /** Reports something a person should know; published by every session of the agent. */
    void notice(String code, String message);
}

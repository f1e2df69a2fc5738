package dev.agentloop.spi;

import dev.agentloop.approval.ElicitationHandler;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    /** Answers what a server asks the user; empty when the agent has no handler. */
    default Optional<ElicitationHandler> elicitationHandler() {
        return Optional.empty();
    }

    /**
     * Tools that the provider has beside those it gave when the agent was built. New names come after all others, from
     * the next request on; a name that the provider offered before gets the new definition. Tools are never taken away: a
     * call of one that has gone is answered by its handler. Tools that cannot be used are left out with a notice; an
     * environment that takes tools only when an agent is built leaves out all of them.
     */
    default void offer(ToolProvider provider, List<ToolHandler> tools) {
        notice(
                "tool.late",
                tools.size() + " tools of " + provider.id() + " came too late; build the agent anew to use them");
    }

    /** Reports something a person should know; published by every session of the agent. */
    void notice(String code, String message);
}

package dev.agentloop.cli.demo;

import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.ToolHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings no tools; borrows the agent's way to start commands, so that the demo's own go through the same sandbox. */
final class AgentCommands implements ToolProvider {
    private @Nullable CommandRunner commands;

    @Override
    public String id() {
        return "demo-check";
    }

    @Override
    public List<ToolHandler> tools(ToolEnvironment environment) {
        commands = environment.commands();
        return List.of();
    }

    /** The agent's commands, once it is built. */
    CommandRunner commands() {
        if (commands == null) {
            throw new IllegalStateException("The agent did not ask its tool providers for tools");
        }
        return commands;
    }
}

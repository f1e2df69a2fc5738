package dev.agentloop.testkit;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.Terminal;

/** Refuses every command. */
final class NoCommands implements CommandRunner {
    @Override
    public CommandResult run(CommandSpec command) {
        throw refusal(command);
    }

    @Override
    public RunningCommand start(CommandSpec command, Terminal terminal) {
        throw refusal(command);
    }

    private static ToolExecutionException refusal(CommandSpec command) {
        return new ToolExecutionException(
                "Commands are not available on this bench: " + command.argv() + ". Give it a CommandRunner.");
    }
}

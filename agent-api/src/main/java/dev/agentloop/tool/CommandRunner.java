package dev.agentloop.tool;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import org.apiguardian.api.API;

/**
 * Starts commands under the policies of a session: approval first, then the sandbox. Every process ends with the
 * session at the latest. Thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface CommandRunner {
    /**
     * Runs a command to its end. Blocks until it ends, its time is over, or the turn is interrupted; then the whole
     * process tree is killed. Output beyond the session's budget keeps its head and tail.
     *
     * @throws dev.agentloop.SandboxUnavailableException when the policy cannot be enforced; nothing was started
     * @throws dev.agentloop.ToolExecutionException when the command was denied, or could not be started (not found,
     *     not executable); the message is fit for the model
     */
    CommandResult run(CommandSpec command);

    /**
     * Starts a command and returns while it runs.
     *
     * @throws dev.agentloop.SandboxUnavailableException when the policy cannot be enforced; nothing was started
     * @throws dev.agentloop.ToolExecutionException when the command was denied or could not be started
     */
    RunningCommand start(CommandSpec command, Terminal terminal);
}

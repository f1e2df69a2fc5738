package dev.agentloop.sandbox.spi;

import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.Violation;
import java.util.List;
import org.apiguardian.api.API;

/**
 * One policy, opened: owns whatever enforces it, and every process it started. Thread-safe; a use after {@link #close} is an
 * {@link IllegalStateException}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SandboxSession extends AutoCloseable {
    /** The policy in force, with its workspace. */
    SandboxPolicy policy();

    /**
     * Shows what would be executed: words, variables and folder. A pure function of policy and command, so it can be
     * compared in tests and written to an audit log.
     *
     * @throws CommandStartException if the program or the folder cannot be used
     */
    PreparedCommand prepare(CommandSpec command);

    /**
     * Starts a command. Returns when it runs; its input is open and belongs to the caller, who writes
     * {@link CommandSpec#stdin} or uses {@code support.CommandRun}, which does. The command is killed at its time-out, at
     * the policy's wall limit, and when the session closes.
     *
     * @throws CommandStartException if the command could not be started; nothing runs then
     * @throws UnsupportedOperationException if the mode is not supported here; the message says what is missing
     */
    SandboxedProcess start(CommandSpec command, StdioMode mode);

    /** Opens a new session whose policy is wider by one grant; this one stays as it is. The caller closes both. */
    SandboxSession widen(PermissionGrant grant);

    /** What the mechanism itself refused so far, oldest first; a bounded number is kept. */
    List<Violation> violations();

    /** Kills every process of the session and frees everything; returns within seconds. Harmless when repeated. */
    @Override
    void close();
}

package dev.agentloop.runtime.sandbox;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.StdioMode;
import dev.agentloop.sandbox.spi.support.CommandRun;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Commands in a sandbox, without approvals or items: what providers start for themselves, and what calls build on. */
public final class PlainRuns implements CommandRunner {
    private final SessionSandbox sandbox;
    private final Path workingDirectory;
    private final int maxOutputBytes;

    public PlainRuns(SessionSandbox sandbox, Path workingDirectory, int maxOutputBytes) {
        this.sandbox = sandbox;
        this.workingDirectory = workingDirectory;
        this.maxOutputBytes = maxOutputBytes;
    }

    @Override
    public CommandResult run(CommandSpec command) {
        return run(placed(command), List.of(), (error, bytes, length) -> {});
    }

    /** Runs a placed command in a sandbox that is wider by some grants, for this once. */
    CommandResult run(CommandSpec placed, List<PermissionGrant> grants, CommandRun.OutputWatcher watcher) {
        List<SandboxSession> wider = new ArrayList<>();
        SandboxSession session = sandbox.session();
        try {
            for (PermissionGrant grant : grants) {
                session = session.widen(grant);
                wider.add(session);
            }
            SandboxSession widest = session;
            return starting(placed, () -> new CommandRun(widest, maxOutputBytes).run(placed, watcher));
        } finally {
            wider.forEach(SandboxSession::close);
        }
    }

    /** See {@link SessionSandbox#policy}. */
    SandboxPolicy policy() {
        return sandbox.policy();
    }

    /** See {@link SessionSandbox#grant}. */
    void grant(PermissionGrant grant) {
        sandbox.grant(grant);
    }

    @Override
    public RunningCommand start(CommandSpec command, Terminal terminal) {
        CommandSpec placed = placed(command);
        StdioMode mode = terminal.pty() ? StdioMode.pty(terminal.rows(), terminal.columns()) : StdioMode.pipe();
        return starting(placed, () -> sandbox.session().start(placed, mode));
    }

    /** The command in its own working directory, or in this one. */
    CommandSpec placed(CommandSpec command) {
        return command.workingDirectory().isPresent()
                ? command
                : command.toBuilder().workingDirectory(workingDirectory).build();
    }

    private interface Start<T> {
        T get() throws InterruptedException;
    }

    private static <T> T starting(CommandSpec command, Start<T> start) {
        try {
            return start.get();
        } catch (CommandStartException e) {
            throw new ToolExecutionException(
                    "The command " + command.argv().get(0) + " was not run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The turn was interrupted; the command was killed");
        }
    }
}

package dev.agentloop.runtime.sandbox;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.runtime.loop.ApprovalGate;
import dev.agentloop.runtime.loop.CallSuspended;
import dev.agentloop.runtime.loop.IdSource;
import dev.agentloop.runtime.loop.TurnRecorder;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.StdioMode;
import dev.agentloop.sandbox.spi.support.CommandRun;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

/** Commands on behalf of one call: approval, then sandbox, with an item that tells what ran and how it ended. */
public final class CommandRuns implements CommandRunner {
    /**
     * The call the commands belong to.
     *
     * @param callId the model's id of the call
     * @param cancellation fires when the call ends early
     * @param recorder items and events of the turn
     * @param gate the way to whoever approves
     */
    public record Call(String callId, Cancellation cancellation, TurnRecorder recorder, ApprovalGate gate) {}

    private final SessionSandbox sandbox;
    private final Path workingDirectory;
    private final ApprovalPolicy policy;
    private final IdSource ids;
    private final int maxOutputBytes;
    private final Call call;

    public CommandRuns(
            SessionSandbox sandbox,
            Path workingDirectory,
            ApprovalPolicy policy,
            IdSource ids,
            int maxOutputBytes,
            Call call) {
        this.sandbox = sandbox;
        this.workingDirectory = workingDirectory;
        this.policy = policy;
        this.ids = ids;
        this.maxOutputBytes = maxOutputBytes;
        this.call = call;
    }

    @Override
    public CommandResult run(CommandSpec command) {
        CommandSpec placed = placed(command);
        approve(placed);
        CommandItem item = new CommandItem(placed);
        try {
            CommandResult result =
                    starting(placed, () -> new CommandRun(sandbox.session(), maxOutputBytes).run(placed));
            item.ended(result);
            return result;
        } catch (RuntimeException notRun) {
            item.failed(notRun);
            throw notRun;
        }
    }

    @Override
    public RunningCommand start(CommandSpec command, Terminal terminal) {
        CommandSpec placed = placed(command);
        approve(placed);
        StdioMode mode = terminal.pty() ? StdioMode.pty(terminal.rows(), terminal.columns()) : StdioMode.pipe();
        return starting(placed, () -> sandbox.session().start(placed, mode));
    }

    private CommandSpec placed(CommandSpec command) {
        return command.workingDirectory().isPresent()
                ? command
                : command.toBuilder().workingDirectory(workingDirectory).build();
    }

    private void approve(CommandSpec command) {
        if (policy.mode() != ApprovalPolicy.Mode.UNTRUSTED) {
            return;
        }
        ApprovalDecision decision;
        try {
            decision = call.gate()
                    .ask(
                            ApprovalPolicy.Topic.COMMANDS,
                            call.callId(),
                            "command " + command.argv(),
                            origin -> new ApprovalRequest.RunCommand(
                                    origin,
                                    "The approval policy asks before every command",
                                    command.argv(),
                                    command.workingDirectory().orElse(workingDirectory)),
                            call.cancellation());
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (decision.kind() == ApprovalDecision.Kind.DEFERRED) {
            throw new CallSuspended();
        }
        if (!decision.approved()) {
            throw new ToolExecutionException(
                    "The command was denied" + (decision.reason().isEmpty() ? "." : ": " + decision.reason()));
        }
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
            throw interrupted();
        }
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("The turn was interrupted; the command was killed");
    }

    private final class CommandItem {
        private final String id = ids.next("cmd");
        private final CommandSpec command;

        CommandItem(CommandSpec command) {
            this.command = command;
            call.recorder()
                    .events()
                    .itemStarted(item(TurnItem.Status.IN_PROGRESS, "", OptionalInt.empty(), Duration.ZERO));
        }

        void ended(CommandResult result) {
            String separator =
                    result.stdout().text().isEmpty() || result.stderr().text().isEmpty() ? "" : "\n";
            call.recorder()
                    .published(item(
                            result.succeeded() ? TurnItem.Status.COMPLETED : TurnItem.Status.FAILED,
                            result.stdout().text() + separator + result.stderr().text(),
                            OptionalInt.of(result.exitCode()),
                            result.duration()));
        }

        void failed(RuntimeException cause) {
            TurnItem.Status status =
                    cause instanceof CancellationException ? TurnItem.Status.INTERRUPTED : TurnItem.Status.FAILED;
            call.recorder()
                    .published(item(status, String.valueOf(cause.getMessage()), OptionalInt.empty(), Duration.ZERO));
        }

        private TurnItem item(TurnItem.Status status, String output, OptionalInt exitCode, Duration duration) {
            return new TurnItem.CommandExecution(
                    id,
                    call.callId(),
                    command.argv(),
                    command.workingDirectory().orElse(workingDirectory),
                    status,
                    output,
                    exitCode,
                    duration);
        }
    }
}

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
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.Terminal;
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

    private final PlainRuns commands;
    private final ApprovalPolicy policy;
    private final IdSource ids;
    private final Call call;

    public CommandRuns(PlainRuns commands, ApprovalPolicy policy, IdSource ids, Call call) {
        this.commands = commands;
        this.policy = policy;
        this.ids = ids;
        this.call = call;
    }

    @Override
    public CommandResult run(CommandSpec command) {
        CommandSpec placed = commands.placed(command);
        approve(placed);
        CommandItem item = new CommandItem(placed);
        try {
            CommandResult result = commands.run(placed);
            item.ended(result);
            return result;
        } catch (RuntimeException notRun) {
            item.failed(notRun);
            throw notRun;
        }
    }

    @Override
    public RunningCommand start(CommandSpec command, Terminal terminal) {
        CommandSpec placed = commands.placed(command);
        approve(placed);
        return commands.start(placed, terminal);
    }

    private void approve(CommandSpec command) {
        call.cancellation().throwIfCancelled();
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
                                    command.workingDirectory().orElseThrow()),
                            call.cancellation());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The turn was interrupted while an approval was asked");
        }
        if (decision.kind() == ApprovalDecision.Kind.DEFERRED) {
            throw new CallSuspended();
        }
        if (!decision.approved()) {
            throw new ToolExecutionException(
                    "The command was denied" + (decision.reason().isEmpty() ? "." : ": " + decision.reason()));
        }
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
                    command.workingDirectory().orElseThrow(),
                    status,
                    output,
                    exitCode,
                    duration);
        }
    }
}

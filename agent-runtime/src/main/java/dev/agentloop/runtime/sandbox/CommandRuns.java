package dev.agentloop.runtime.sandbox;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.event.AgentEvent.ItemDelta;
import dev.agentloop.event.TurnItem;
import dev.agentloop.runtime.approval.StandingAnswers;
import dev.agentloop.runtime.loop.ApprovalGate;
import dev.agentloop.runtime.loop.IdSource;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.TurnRecorder;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

/**
 * Commands on behalf of one call: rules and approval, then sandbox, with an item that tells what ran and how it ended. A
 * command that fails because the sandbox refused one path or one host runs again when somebody grants exactly that.
 */
public final class CommandRuns implements CommandRunner {
    /**
     * The call the commands belong to.
     *
     * @param callId the model's id of the call
     * @param signal ends commands when the call ends early, on whatever thread they run
     * @param recorder items and events of the turn
     * @param gate the way to whoever approves
     */
    public record Call(String callId, InterruptSignal signal, TurnRecorder recorder, ApprovalGate gate) {}

    /** A command that needs more than this many grants needs another policy. */
    private static final int MAX_WIDENINGS = 4;

    private final PlainRuns commands;
    private final StandingAnswers standing;
    private final IdSource ids;
    private final Call call;

    public CommandRuns(PlainRuns commands, StandingAnswers standing, IdSource ids, Call call) {
        this.commands = commands;
        this.standing = standing;
        this.ids = ids;
        this.call = call;
    }

    @Override
    public CommandResult run(CommandSpec command) {
        CommandSpec placed = commands.placed(command);
        return call.signal().waking(() -> runWithGrants(placed));
    }

    private CommandResult runWithGrants(CommandSpec placed) {
        approve(placed);
        List<PermissionGrant> grants = new ArrayList<>();
        CommandResult result = run(placed, grants);
        for (int round = 0; round < MAX_WIDENINGS; round++) {
            Optional<Widening> widening = Widening.of(result, policyWith(grants));
            if (widening.isEmpty() || !granted(widening.get(), placed, grants)) {
                return result;
            }
            result = run(placed, grants);
        }
        return result;
    }

    private SandboxPolicy policyWith(List<PermissionGrant> grants) {
        SandboxPolicy policy = commands.policy();
        for (PermissionGrant grant : grants) {
            policy = grant.applyTo(policy);
        }
        return policy;
    }

    private boolean granted(Widening widening, CommandSpec command, List<PermissionGrant> grants) {
        ApprovalDecision decision = call.gate().decide(call.callId(), origin -> widening.question(origin, command));
        if (decision.kind() == ApprovalDecision.Kind.APPROVE) {
            grants.add(widening.grant());
        } else if (decision.approved()) {
            commands.grant(widening.grant());
        }
        return decision.approved();
    }

    private CommandResult run(CommandSpec placed, List<PermissionGrant> grants) {
        CommandItem item = new CommandItem(placed);
        try {
            CommandResult result = commands.run(placed, grants, item.live);
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
        return call.signal().waking(() -> {
            approve(placed);
            return commands.start(placed, terminal);
        });
    }

    private void approve(CommandSpec command) {
        ApprovalDecision decision = call.gate()
                .decide(call.callId(), origin -> standing.question(origin, command.argv(), directory(command)));
        if (!decision.approved()) {
            throw new ToolExecutionException(
                    "The command was denied" + (decision.reason().isEmpty() ? "." : ": " + decision.reason()));
        }
    }

    private static Path directory(CommandSpec placed) {
        return placed.workingDirectory().orElseThrow();
    }

    private final class CommandItem {
        private final String id = ids.next("cmd");
        private final CommandSpec command;
        private final LiveOutput live =
                new LiveOutput(text -> call.recorder().events().itemDelta(id, ItemDelta.Part.OUTPUT, text));

        CommandItem(CommandSpec command) {
            this.command = command;
            call.recorder()
                    .events()
                    .itemStarted(item(TurnItem.Status.IN_PROGRESS, "", OptionalInt.empty(), Duration.ZERO));
        }

        void ended(CommandResult result) {
            live.end();
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
            live.end();
            TurnItem.Status status =
                    cause instanceof CancellationException ? TurnItem.Status.INTERRUPTED : TurnItem.Status.FAILED;
            call.recorder()
                    .published(item(status, String.valueOf(cause.getMessage()), OptionalInt.empty(), Duration.ZERO));
        }

        private TurnItem item(TurnItem.Status status, String output, OptionalInt exitCode, Duration duration) {
            return new TurnItem.CommandExecution(
                    id, call.callId(), command.argv(), directory(command), status, output, exitCode, duration);
        }
    }
}

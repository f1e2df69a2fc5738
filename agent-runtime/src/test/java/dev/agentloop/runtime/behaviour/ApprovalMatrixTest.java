package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalPolicy.Topic;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.approval.ExecPolicy;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.TurnItem;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every policy with every kind of request and every answer: the model makes the same call twice, and the whole sequence
 * of what listeners are told is compared.
 */
@Timeout(60)
class ApprovalMatrixTest {
    private static final Map<String, ApprovalPolicy> POLICIES = Map.of(
            "untrusted", ApprovalPolicy.untrusted(),
            "on-request", ApprovalPolicy.onRequest(),
            "never", ApprovalPolicy.never(),
            "granular-all", ApprovalPolicy.granular(Topic.values()),
            "granular-none", ApprovalPolicy.granular());

    /** Who decides: the policy with yes or no, or somebody who is asked. */
    private enum By {
        YES,
        NO,
        ASKED
    }

    private static final By[] ALWAYS_YES = {By.YES, By.YES, By.YES, By.YES, By.YES};
    private static final By[] UNTRUSTED_ASKS = {By.ASKED, By.YES, By.YES, By.YES, By.YES};
    private static final By[] ASKS = {By.ASKED, By.ASKED, By.NO, By.ASKED, By.NO};
    private static final By[] ALWAYS_NO = {By.NO, By.NO, By.NO, By.NO, By.NO};
    private static final List<String> COLUMNS =
            List.of("untrusted", "on-request", "never", "granular-all", "granular-none");

    /**
     * A kind of request.
     *
     * @param call the tool and its text
     * @param by who decides, for each of {@link #COLUMNS}
     * @param before what happens before the question
     * @param yes what happens after a yes
     * @param no how the call ends after a no
     */
    private record Kind(String call, By[] by, String before, String yes, String no) {}

    private static final Map<String, Kind> KINDS = Map.of(
            "RunCommand", new Kind("command:date", UNTRUSTED_ASKS, "", "run:COMPLETED ", "FAILED"),
            "RunCommand by rule", new Kind("command:echo hmm", ASKS, "", "run:COMPLETED ", "FAILED"),
            "harmless command", new Kind("command:echo", ALWAYS_YES, "", "run:COMPLETED ", "FAILED"),
            "allowed command", new Kind("command:echo fine > f", ALWAYS_YES, "", "run:COMPLETED ", "FAILED"),
            "forbidden command", new Kind("command:echo no", ALWAYS_NO, "", "", "FAILED"),
            "ApplyPatch", new Kind("patch:inside", UNTRUSTED_ASKS, "", "", "FAILED"),
            "ApplyPatch outside", new Kind("patch:/elsewhere", ASKS, "", "", "FAILED"),
            "CallTool", new Kind("guarded:x", ASKS, "", "", "DENIED"),
            "WidenSandbox",
                    new Kind("command:echo write /elsewhere", ASKS, "run:FAILED ", "run:COMPLETED ", "COMPLETED"),
            "NetworkHost",
                    new Kind("command:echo reach a.example", ASKS, "run:FAILED ", "run:COMPLETED ", "COMPLETED"));

    @TempDir
    private Path folder;

    static Stream<Arguments> rows() {
        List<Arguments> rows = new ArrayList<>();
        for (String policy : COLUMNS) {
            for (String kind : KINDS.keySet().stream().sorted().toList()) {
                for (ApprovalDecision.Kind decision : ApprovalDecision.Kind.values()) {
                    rows.add(Arguments.of(policy, kind, decision));
                }
            }
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("rows")
    void theEventsAreThoseOfTheTable(String policy, String kindName, ApprovalDecision.Kind decision) {
        Kind kind = Objects.requireNonNull(KINDS.get(kindName));
        RecordingListener listener = new RecordingListener();
        String text = kind.call().substring(kind.call().indexOf(':') + 1);
        String tool = kind.call().substring(0, kind.call().indexOf(':'));
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", tool, "{\"text\":\"" + text + "\"}")
                .call("c2", tool, "{\"text\":\"" + text + "\"}")
                .text("done");
        try (Agent agent = Agents.with(model)
                        .sandbox(SandboxPolicy.workspaceWrite(folder))
                        .workingDirectory(folder)
                        .sandboxProvider(new RefusingSandbox())
                        .execPolicy(ExecPolicy.parse("""
                                prefix_rule(["echo", "fine"])
                                prefix_rule(["echo", "hmm"], "prompt")
                                prefix_rule(["echo", "no"], "forbidden")
                                """, "matrix.rules"))
                        .tools(command(), patch(), guarded())
                        .listener(listener)
                        .approvals(
                                Objects.requireNonNull(POLICIES.get(policy)),
                                request -> new ApprovalDecision(decision, ""))
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            while (!session.pendingApprovals().isEmpty()) {
                session.answer(session.pendingApprovals().get(0).id(), ApprovalDecision.approve());
                session.continueTurn().await();
            }
        }

        By by = kind.by()[COLUMNS.indexOf(policy)];
        String told = told(listener);
        if (decision
                == ApprovalDecision.Kind.ABORT_TURN) { // an interrupted turn does not wait until its calls are told
            told = told.replace("call:INTERRUPTED ", "");
        }
        assertThat(told).isEqualTo(expected(kindName.split(" ")[0], kind, by, decision));
    }

    private static String expected(String type, Kind kind, By by, ApprovalDecision.Kind decision) {
        String end = "turn:COMPLETED";
        if (by == By.YES) {
            return call(kind.yes(), "COMPLETED").repeat(2) + end;
        }
        if (by == By.NO) {
            return call(kind.before(), kind.no()).repeat(2) + end;
        }
        String asked = kind.before() + "asked:" + type + " ";
        String answered = asked + "answered:" + decision + " ";
        return switch (decision) {
            case APPROVE -> call(answered + kind.yes(), "COMPLETED").repeat(2) + end;
            case APPROVE_FOR_SESSION -> call(answered + kind.yes(), "COMPLETED") + call(kind.yes(), "COMPLETED") + end;
            case APPROVE_ALWAYS ->
                call(answered + (storesARule(kind) ? "notice:approval.rule_stored " : "") + kind.yes(), "COMPLETED")
                        + call(kind.yes(), "COMPLETED")
                        + end;
            case DENY -> call(answered, kind.no()).repeat(2) + end;
            case ABORT_TURN -> "call " + answered + "turn:INTERRUPTED";
            case DEFERRED -> {
                String once = "call " + asked + "turn:SUSPENDED answered:APPROVE ";
                String again = "call " + kind.before() + kind.yes() + "call:COMPLETED ";
                yield once + again + once + again + end;
            }
        };
    }

    private static boolean storesARule(Kind kind) {
        return kind.call().equals("command:date");
    }

    private static String call(String inside, String status) {
        return "call " + inside + "call:" + status + " ";
    }

    /** The events of tools and approvals, a word for each. */
    private static String told(RecordingListener listener) {
        List<String> words = new ArrayList<>();
        for (AgentEvent event : listener.events()) {
            word(event).ifPresent(words::add);
        }
        return String.join(" ", words);
    }

    private static Optional<String> word(AgentEvent event) {
        if (event instanceof AgentEvent.ItemStarted started && started.item() instanceof TurnItem.ToolInvocation) {
            return Optional.of("call");
        }
        if (event instanceof AgentEvent.ItemCompleted completed) {
            if (completed.item() instanceof TurnItem.ToolInvocation tool) {
                return Optional.of("call:" + tool.status());
            }
            return completed.item() instanceof TurnItem.CommandExecution command
                    ? Optional.of("run:" + command.status())
                    : Optional.empty();
        }
        if (event instanceof AgentEvent.ApprovalRequested requested) {
            return Optional.of("asked:" + requested.request().getClass().getSimpleName());
        }
        if (event instanceof AgentEvent.ApprovalResolved resolved) {
            return Optional.of("answered:" + resolved.decision().kind());
        }
        if (event instanceof AgentEvent.Notice notice) {
            return Optional.of("notice:" + notice.code());
        }
        return event instanceof AgentEvent.TurnCompleted ended
                ? Optional.of("turn:" + ended.status())
                : Optional.empty();
    }

    private static String text(String argumentsJson) {
        return argumentsJson.replaceAll(".*:\"|\"}", "");
    }

    private static ToolHandler command() {
        return Agents.tool("command", (call, context) -> {
            CommandSpec command = CommandSpec.builder(
                            List.of(text(call.argumentsJson()).split(" ")))
                    .build();
            return ToolOutput.text(
                    String.valueOf(context.commands().run(command).exitCode()));
        });
    }

    private static ToolHandler patch() {
        return Agents.tool("patch", (call, context) -> {
            Path path = context.workingDirectory().resolve(text(call.argumentsJson()));
            ApprovalDecision decision =
                    context.ask(origin -> new ApprovalRequest.ApplyPatch(origin, "a tool asks", List.of(path), "+x"));
            return decision.approved() ? ToolOutput.text("applied") : ToolOutput.error("not applied");
        });
    }

    private static ToolHandler guarded() {
        return Agents.tool("guarded", (call, context) -> ToolOutput.text("ok"), ToolSpec.Trait.NEEDS_APPROVAL);
    }
}

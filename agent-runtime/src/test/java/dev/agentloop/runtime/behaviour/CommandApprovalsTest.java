package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.AgentSession;
import dev.agentloop.TurnStatus;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.approval.ExecPolicy;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.store.MemorySessionStore;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.HostRule;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands of tools: what rules say, who is asked, and how a refused one gets the smallest grant. */
@Timeout(60)
class CommandApprovalsTest {
    private static final ExecPolicy RULES = ExecPolicy.parse("""
            prefix_rule(["echo", "fine"])
            prefix_rule(["echo", "hmm"], "prompt")
            prefix_rule(["echo", "no"], "forbidden", justification="because")
            network_rule("good.example", "https", "allow")
            network_rule("good.example", "http", "allow")
            """, "team.rules");

    private final RecordingListener listener = new RecordingListener();
    private final List<ApprovalRequest> asked = new ArrayList<>();

    @TempDir
    private Path folder;

    /** Runs the words in {@code text} as a command. */
    private static ToolHandler run() {
        return Agents.tool("run", (call, context) -> {
            String text = call.argumentsJson().replaceAll(".*:\"|\"}", "");
            CommandSpec command = CommandSpec.builder(List.of(text.split(" "))).build();
            return ToolOutput.text(
                    String.valueOf(context.commands().run(command).exitCode()));
        });
    }

    private static ScriptedModelProvider calls(String... commands) {
        ScriptedModelProvider model = ScriptedModelProvider.script();
        for (int i = 0; i < commands.length; i++) {
            model.call("c" + i, "run", "{\"text\":\"" + commands[i] + "\"}");
        }
        return model.text("done");
    }

    private Agent.Builder agent(ScriptedModelProvider model, ApprovalPolicy policy, ApprovalDecision answer) {
        return Agents.with(model)
                .sandbox(SandboxPolicy.workspaceWrite(folder))
                .workingDirectory(folder)
                .sandboxProvider(new RefusingSandbox())
                .tools(run())
                .execPolicy(RULES)
                .listener(listener)
                .approvals(policy, request -> {
                    asked.add(request);
                    return answer;
                });
    }

    private List<String> outputs(ScriptedModelProvider model) {
        return model.requests().get(model.requests().size() - 1).input().stream()
                .filter(ModelItem.CallOutput.class::isInstance)
                .map(item -> ((ModelItem.CallOutput) item).output().text())
                .toList();
    }

    @Test
    void aForbiddenCommandIsDeniedWithoutAQuestionUnderEveryPolicy() {
        for (ApprovalPolicy policy : List.of(
                ApprovalPolicy.untrusted(),
                ApprovalPolicy.onRequest(),
                ApprovalPolicy.never(),
                ApprovalPolicy.granular(ApprovalPolicy.Topic.COMMANDS))) {
            ScriptedModelProvider model = calls("echo no way");
            try (Agent agent = agent(model, policy, ApprovalDecision.approve()).build()) {
                agent.run("go");
            }
            assertThat(outputs(model)).containsExactly("The command was denied: a rule forbids 'echo no': because");
        }
        assertThat(asked).isEmpty();
        assertThat(listener.items(TurnItem.CommandExecution.class)).isEmpty();
    }

    @Test
    void aRuleThatAllowsSparesTheQuestionAndOneThatPromptsAsksIt() {
        ScriptedModelProvider model = calls("echo fine", "echo hmm");
        try (Agent agent = agent(model, ApprovalPolicy.onRequest(), ApprovalDecision.approve())
                .build()) {
            agent.run("go");
        }
        assertThat(outputs(model)).containsExactly("0", "0");
        assertThat(asked).singleElement().isInstanceOfSatisfying(ApprovalRequest.RunCommand.class, command -> {
            assertThat(command.argv()).containsExactly("echo", "hmm");
            assertThat(command.workingDirectory()).isEqualTo(folder);
            assertThat(command.reason()).isEqualTo("A rule asks before 'echo hmm'");
            assertThat(command.rule()).isEmpty();
        });
    }

    @Test
    void alwaysStoresTheRuleThatWasShownAndLaterAgentsKnowIt() throws IOException {
        Path rules = folder.resolveSibling(folder.getFileName() + ".rules");
        ScriptedModelProvider model = calls("date", "date");
        try (Agent agent = agent(model, ApprovalPolicy.untrusted(), ApprovalDecision.approveAlways())
                .execPolicyFile(rules)
                .build()) {
            agent.run("go");
        }
        String rule = "prefix_rule(pattern=[\"date\"], decision=\"allow\")";
        assertThat(asked)
                .singleElement()
                .isInstanceOfSatisfying(
                        ApprovalRequest.RunCommand.class,
                        command -> assertThat(command.rule()).contains(rule));
        assertThat(listener.events(AgentEvent.Notice.class))
                .extracting(AgentEvent.Notice::message)
                .contains("Stored in " + rules + ": " + rule);
        assertThat(Files.readString(rules)).isEqualTo(rule + "\n");

        try (Agent later = agent(calls("date"), ApprovalPolicy.untrusted(), ApprovalDecision.abortTurn())
                .execPolicyFile(rules)
                .build()) {
            assertThat(later.run("go").status()).isEqualTo(TurnStatus.COMPLETED);
        }
        assertThat(asked).hasSize(1);
        Files.delete(rules);
    }

    @Test
    void aRuleFileThatTheAgentCouldChangeOrThatIsBrokenIsRefused() throws IOException {
        assertThatThrownBy(() -> agent(calls(), ApprovalPolicy.untrusted(), ApprovalDecision.approve())
                        .execPolicyFile(folder.resolve("own.rules"))
                        .build())
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageContaining("outside of the workspace");
        Path broken = Files.writeString(folder.resolveSibling(folder.getFileName() + ".bad"), "\nnope()");
        assertThatThrownBy(() -> agent(calls(), ApprovalPolicy.untrusted(), ApprovalDecision.approve())
                        .execPolicyFile(broken)
                        .build())
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageContaining(broken + ":2:1");
        Files.delete(broken);
    }

    @Test
    void aRefusedPathIsGrantedForOneRunOnly() {
        Path target = Path.of("/elsewhere/file");
        ScriptedModelProvider model = calls("echo write " + target, "echo write " + target);
        try (Agent agent = agent(model, ApprovalPolicy.onRequest(), ApprovalDecision.approve())
                .build()) {
            agent.run("go");
        }
        assertThat(outputs(model)).containsExactly("0", "0");
        assertThat(asked)
                .hasSize(2)
                .allSatisfy(request -> assertThat(request)
                        .isInstanceOfSatisfying(ApprovalRequest.WidenSandbox.class, widening -> {
                            assertThat(widening.grant()).isEqualTo(PermissionGrant.path(target, Access.WRITE));
                            assertThat(widening.argv()).containsExactly("echo", "write", target.toString());
                        }));
        assertThat(listener.items(TurnItem.CommandExecution.class))
                .extracting(TurnItem.CommandExecution::status)
                .containsExactly(
                        TurnItem.Status.FAILED,
                        TurnItem.Status.COMPLETED,
                        TurnItem.Status.FAILED,
                        TurnItem.Status.COMPLETED);
    }

    @Test
    void aGrantForTheSessionHoldsForLaterCommandsAndFileTools() {
        Path target = Path.of("/elsewhere/file");
        ScriptedModelProvider model = calls("echo write " + target, "echo write " + target);
        List<Boolean> allowed = new ArrayList<>();
        try (Agent agent = agent(model, ApprovalPolicy.onRequest(), ApprovalDecision.approveForSession())
                        .tools(Agents.tool("look", (call, context) -> {
                            allowed.add(context.sandbox()
                                    .decide(target, Access.WRITE)
                                    .allowed());
                            return ToolOutput.text("");
                        }))
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
        }
        assertThat(asked).hasSize(1);
        assertThat(listener.items(TurnItem.CommandExecution.class))
                .extracting(TurnItem.CommandExecution::status)
                .containsExactly(TurnItem.Status.FAILED, TurnItem.Status.COMPLETED, TurnItem.Status.COMPLETED);
    }

    @Test
    void aRefusedHostIsAskedForUnlessARuleKnowsIt() {
        ScriptedModelProvider model = calls("echo reach other.example", "echo reach good.example");
        try (Agent agent = agent(model, ApprovalPolicy.onRequest(), ApprovalDecision.approve())
                .build()) {
            agent.run("go");
        }
        assertThat(outputs(model)).containsExactly("0", "0");
        assertThat(asked)
                .singleElement()
                .isInstanceOfSatisfying(
                        ApprovalRequest.NetworkHost.class,
                        network -> assertThat(network.host()).isEqualTo(HostRule.parse("other.example")));
    }

    @Test
    void aDeniedGrantLeavesTheFailureToTheModel() {
        ScriptedModelProvider model = calls("echo write /elsewhere");
        try (Agent agent = agent(model, ApprovalPolicy.onRequest(), ApprovalDecision.deny("no"))
                .build()) {
            assertThat(agent.run("go").status()).isEqualTo(TurnStatus.COMPLETED);
        }
        assertThat(outputs(model)).containsExactly("1");
    }

    @Test
    void anOrdinaryFailureAsksNothing() {
        ScriptedModelProvider model = calls("false", "ls /does/not/exist");
        try (Agent agent = agent(model, ApprovalPolicy.onRequest(), ApprovalDecision.abortTurn())
                .build()) {
            assertThat(agent.run("go").status()).isEqualTo(TurnStatus.COMPLETED);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aGrantThatWasPutOffIsUsedAfterARestart() {
        Path target = Path.of("/elsewhere/file");
        MemorySessionStore store = new MemorySessionStore();
        SessionId id;
        try (Agent before = agent(
                                calls("echo write " + target), ApprovalPolicy.onRequest(), ApprovalDecision.deferred())
                        .sessionStore(store)
                        .build();
                AgentSession session = before.startSession()) {
            id = session.id();
            assertThat(session.run("go").status()).isEqualTo(TurnStatus.SUSPENDED);
        }
        ScriptedModelProvider later = ScriptedModelProvider.script().text("done");
        try (Agent after = agent(later, ApprovalPolicy.onRequest(), ApprovalDecision.abortTurn())
                        .sessionStore(store)
                        .build();
                AgentSession session = after.resumeSession(id)) {
            assertThat(session.pendingApprovals())
                    .singleElement()
                    .isInstanceOf(ApprovalRequest.WidenSandbox.class)
                    .isEqualTo(asked.get(0));
            session.answer(session.pendingApprovals().get(0).id(), ApprovalDecision.approve());
            assertThat(session.continueTurn().await().finalMessage()).isEqualTo("done");
        }
        assertThat(outputs(later)).containsExactly("0");
    }

    @Test
    void aCallWithTwoQuestionsPutOffComesToItsEndAcrossRestarts() {
        MemorySessionStore store = new MemorySessionStore();
        ScriptedModelProvider model = calls("printf write /elsewhere/file");
        SessionId id;
        try (Agent agent = agent(model, ApprovalPolicy.untrusted(), ApprovalDecision.deferred())
                        .execPolicy(ExecPolicy.empty())
                        .sessionStore(store)
                        .build();
                AgentSession session = agent.startSession()) {
            id = session.id();
            session.run("go");
        }
        List<Class<?>> kinds = new ArrayList<>();
        for (int restart = 0; restart < 4; restart++) {
            try (Agent agent = agent(model, ApprovalPolicy.untrusted(), ApprovalDecision.deferred())
                            .execPolicy(ExecPolicy.empty())
                            .sessionStore(store)
                            .build();
                    AgentSession session = agent.resumeSession(id)) {
                if (session.pendingApprovals().isEmpty()) {
                    break;
                }
                ApprovalRequest question = session.pendingApprovals().get(0);
                kinds.add(question.getClass());
                session.answer(question.id(), ApprovalDecision.approve());
                session.continueTurn().await();
            }
        }
        assertThat(kinds).containsExactly(ApprovalRequest.RunCommand.class, ApprovalRequest.WidenSandbox.class);
        assertThat(outputs(model)).containsExactly("0");
    }

    @Test
    void theDefaultHandlerDeniesWhatARuleAsksAbout() {
        ScriptedModelProvider model = calls("echo hmm");
        try (Agent agent = agent(model, ApprovalPolicy.onRequest(), ApprovalDecision.approve())
                .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.denyAll())
                .build()) {
            agent.run("go");
        }
        assertThat(outputs(model)).singleElement().asString().startsWith("The command was denied: ");
    }
}

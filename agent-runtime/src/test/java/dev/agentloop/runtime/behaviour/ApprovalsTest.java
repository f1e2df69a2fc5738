package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.store.MemorySessionStore;
import dev.agentloop.session.SessionId;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApprovalsTest {
    private final AtomicInteger runs = new AtomicInteger();
    private final RecordingListener listener = new RecordingListener();

    private ToolHandler guarded() {
        return Agents.tool(
                "guarded",
                (call, context) -> {
                    runs.incrementAndGet();
                    return ToolOutput.text("did it");
                },
                ToolSpec.Trait.NEEDS_APPROVAL);
    }

    private static ScriptedModelProvider oneCall() {
        return ScriptedModelProvider.script()
                .call("c1", "guarded", "{\"text\":\"x\"}")
                .text("done");
    }

    @Test
    void theHandlerSeesTheCallAndItsApprovalLetsItRun() {
        ScriptedModelProvider model = oneCall();
        try (Agent agent = Agents.with(model)
                .tools(guarded())
                .listener(listener)
                .approvals(ApprovalPolicy.onRequest(), request -> {
                    assertThat(request).isInstanceOfSatisfying(ApprovalRequest.CallTool.class, call -> {
                        assertThat(call.toolName()).isEqualTo("guarded");
                        assertThat(call.argumentsJson()).isEqualTo("{\"text\":\"x\"}");
                        assertThat(call.callId()).isEqualTo("c1");
                    });
                    return ApprovalDecision.approve();
                })
                .build()) {
            agent.run("go");
        }
        assertThat(runs).hasValue(1);
        assertThat(listener.types()).containsSubsequence("ApprovalRequested", "ApprovalResolved", "ItemCompleted");
    }

    @Test
    void aDenialReachesTheModelWithItsReason() {
        ScriptedModelProvider model = oneCall();
        try (Agent agent = Agents.with(model)
                .tools(guarded())
                .listener(listener)
                .approvals(ApprovalPolicy.onRequest(), request -> ApprovalDecision.deny("not on a Friday"))
                .build()) {
            assertThat(agent.run("go").status()).isEqualTo(TurnStatus.COMPLETED);
        }
        assertThat(runs).hasValue(0);
        assertThat(lastOutput(model)).contains("not on a Friday");
        assertThat(listener.items(TurnItem.ToolInvocation.class))
                .extracting(TurnItem.ToolInvocation::status)
                .containsExactly(TurnItem.Status.DENIED);
    }

    @Test
    void thePolicyNeverDeniesWithoutAsking() {
        ScriptedModelProvider model = oneCall();
        try (Agent agent = Agents.with(model)
                .tools(guarded())
                .approvals(ApprovalPolicy.never(), request -> {
                    throw new AssertionError("nobody must be asked");
                })
                .build()) {
            agent.run("go");
        }
        assertThat(runs).hasValue(0);
        assertThat(lastOutput(model)).contains("never");
    }

    @Test
    void anAnswerForTheSessionIsNotAskedAgain() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", "guarded", "{}")
                .call("c2", "guarded", "{}")
                .text("done");
        AtomicInteger asked = new AtomicInteger();
        try (Agent agent = Agents.with(model)
                .tools(guarded())
                .approvals(ApprovalPolicy.onRequest(), request -> {
                    asked.incrementAndGet();
                    return ApprovalDecision.approveForSession();
                })
                .build()) {
            agent.run("go");
        }
        assertThat(asked).hasValue(1);
        assertThat(runs).hasValue(2);
    }

    @Test
    void abortEndsTheTurnAsInterrupted() {
        ScriptedModelProvider model = oneCall();
        try (Agent agent = Agents.with(model)
                .tools(guarded())
                .approvals(ApprovalPolicy.onRequest(), request -> ApprovalDecision.abortTurn())
                .build()) {
            assertThat(agent.run("go").status()).isEqualTo(TurnStatus.INTERRUPTED);
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void aHandlerThatNeverAnswersIsADenialAfterItsTime() {
        ScriptedModelProvider model = oneCall();
        try (Agent agent = Agents.with(model)
                .tools(guarded())
                .limits(limits -> limits.approvalTimeout(Duration.ofMillis(100)))
                .approvals(ApprovalPolicy.onRequest(), request -> {
                    new CountDownLatch(1).await();
                    throw new AssertionError("unreachable");
                })
                .build()) {
            agent.run("go");
        }
        assertThat(runs).hasValue(0);
        assertThat(lastOutput(model)).contains("nobody answered within 100 ms");
    }

    @Test
    void aHandlerThatThrowsIsADenialAndReported() {
        ScriptedModelProvider model = oneCall();
        try (Agent agent = Agents.with(model)
                .tools(guarded())
                .listener(listener)
                .approvals(ApprovalPolicy.onRequest(), request -> {
                    throw new IllegalStateException("secret detail");
                })
                .build()) {
            agent.run("go");
        }
        assertThat(runs).hasValue(0);
        assertThat(lastOutput(model)).doesNotContain("secret detail");
        assertThat(listener.events(AgentEvent.Notice.class))
                .extracting(AgentEvent.Notice::code)
                .contains("approval.failed");
    }

    @Test
    void aDeferredQuestionSuspendsTheTurnAndItsAnswerLetsItGoOn() {
        ScriptedModelProvider model = oneCall();
        try (Agent agent = Agents.with(model)
                        .tools(guarded())
                        .listener(listener)
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = agent.startSession()) {
            assertThat(session.run("go").status()).isEqualTo(TurnStatus.SUSPENDED);
            assertThat(runs).hasValue(0);
            assertThatThrownBy(session::continueTurn)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("still waits");
            assertThatThrownBy(() -> session.run("other")).isInstanceOf(IllegalStateException.class);

            String question = session.pendingApprovals().get(0).id();
            session.answer(question, ApprovalDecision.approve());
            TurnResult result = session.continueTurn().await();

            assertThat(result.status()).isEqualTo(TurnStatus.COMPLETED);
            assertThat(result.finalMessage()).isEqualTo("done");
            assertThat(runs).hasValue(1);
            assertThat(session.pendingApprovals()).isEmpty();
        }
        assertThat(model.requests()).hasSize(2);
    }

    @Test
    void aDeferredQuestionIsAnsweredInAnotherAgentThatSharesTheStore() {
        MemorySessionStore store = new MemorySessionStore();
        SessionId id;
        try (Agent before = Agents.with(ScriptedModelProvider.script().call("c1", "guarded", "{\"text\":\"x\"}"))
                        .tools(guarded())
                        .sessionStore(store)
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = before.startSession()) {
            id = session.id();
            assertThat(session.run("go").status()).isEqualTo(TurnStatus.SUSPENDED);
        }
        ScriptedModelProvider later = ScriptedModelProvider.script().text("done");
        try (Agent after = Agents.with(later)
                        .tools(guarded())
                        .sessionStore(store)
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = after.resumeSession(id)) {
            List<ApprovalRequest> pending = session.pendingApprovals();
            assertThat(pending).hasSize(1);
            session.answer(pending.get(0).id(), ApprovalDecision.deny("no longer wanted"));
            assertThat(session.continueTurn().await().finalMessage()).isEqualTo("done");
        }
        assertThat(runs).hasValue(0);
        assertThat(lastOutput(later)).contains("no longer wanted");
    }

    @Test
    void interruptingASuspendedTurnGivesItUp() {
        ScriptedModelProvider model = oneCall();
        try (Agent agent = Agents.with(model)
                        .tools(guarded())
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            assertThat(session.interrupt()).isTrue();
            assertThat(session.pendingApprovals()).isEmpty();
            assertThat(session.run("something else").finalMessage()).isEqualTo("done");
        }
        assertThat(lastOutput(model)).contains("given up");
    }

    @Test
    void otherCallsOfTheResponseRunAndAnswersStayInCallOrder() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.call("c1", "guarded", "{}"), Sse.call("c2", "echo", "{}"))
                .text("done");
        try (Agent agent = Agents.with(model)
                        .tools(guarded(), Agents.echo())
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            session.answer(session.pendingApprovals().get(0).id(), ApprovalDecision.approve());
            session.continueTurn().await();
        }
        assertThat(model.requests().get(1).input().stream()
                        .filter(ModelItem.CallOutput.class::isInstance)
                        .map(item -> ((ModelItem.CallOutput) item).callId()))
                .containsExactly("c1", "c2");
        assertThat(runs).hasValue(1);
    }

    @Test
    void inputForASuspendedTurnIsRefusedAndNothingIsLost() {
        ScriptedModelProvider model = oneCall();
        try (Agent agent = Agents.with(model)
                        .tools(guarded())
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            assertThat(session.steer(UserInput.text("more"))).isFalse();
        }
    }

    @Test
    void callsThatRunInParallelAskInParallelAndEachGetsItsOwnAnswer() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(
                        Sse.call("c1", "guarded", "{\"text\":\"yes\"}"), Sse.call("c2", "guarded", "{\"text\":\"no\"}"))
                .text("done");
        CountDownLatch bothAsked = new CountDownLatch(2);
        ToolHandler parallel = Agents.tool(
                "guarded",
                (call, context) -> ToolOutput.text("did " + call.argumentsJson()),
                ToolSpec.Trait.NEEDS_APPROVAL,
                ToolSpec.Trait.PARALLEL_SAFE);
        try (Agent agent = Agents.with(model)
                .tools(parallel)
                .listener(listener)
                .approvals(ApprovalPolicy.onRequest(), request -> {
                    bothAsked.countDown();
                    assertThat(bothAsked.await(20, TimeUnit.SECONDS)).isTrue();
                    return ((ApprovalRequest.CallTool) request).argumentsJson().contains("yes")
                            ? ApprovalDecision.approve()
                            : ApprovalDecision.deny("no means no");
                })
                .build()) {
            agent.run("go");
        }
        assertThat(listener.items(TurnItem.ToolInvocation.class))
                .extracting(TurnItem.ToolInvocation::callId, TurnItem.ToolInvocation::status)
                .containsExactlyInAnyOrder(tuple("c1", TurnItem.Status.COMPLETED), tuple("c2", TurnItem.Status.DENIED));
        assertThat(lastOutput(model)).contains("no means no");
    }

    @Test
    void anAnswerAfterTheTurnWasInterruptedIsRefused() {
        ScriptedModelProvider model = oneCall();
        try (Agent agent = Agents.with(model)
                        .tools(guarded())
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            String question = session.pendingApprovals().get(0).id();
            session.interrupt();

            assertThatThrownBy(() -> session.answer(question, ApprovalDecision.approve()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no open question " + question);
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void afterARestartTheSameQuestionIsAskedAgainAndAOneTimeAnswerIsNotUsedTwice() {
        MemorySessionStore store = new MemorySessionStore();
        SessionId id;
        try (Agent before = Agents.with(ScriptedModelProvider.script()
                                .call("c1", "guarded", "{}")
                                .text("done"))
                        .tools(guarded())
                        .sessionStore(store)
                        .approvals(ApprovalPolicy.onRequest(), request -> ApprovalDecision.approveForSession())
                        .build();
                AgentSession session = before.startSession()) {
            id = session.id();
            session.run("go");
        }
        AtomicInteger asked = new AtomicInteger();
        try (Agent after = Agents.with(ScriptedModelProvider.script()
                                .call("c2", "guarded", "{}")
                                .call("c3", "guarded", "{}")
                                .text("done"))
                        .tools(guarded())
                        .sessionStore(store)
                        .approvals(ApprovalPolicy.onRequest(), request -> {
                            asked.incrementAndGet();
                            return ApprovalDecision.approve();
                        })
                        .build();
                AgentSession session = after.resumeSession(id)) {
            session.run("again");
        }
        assertThat(asked).hasValue(2);
        assertThat(runs).hasValue(3);
    }

    private static String lastOutput(ScriptedModelProvider model) {
        List<ModelItem> input =
                model.requests().get(model.requests().size() - 1).input();
        for (int index = input.size() - 1; index >= 0; index--) {
            if (input.get(index) instanceof ModelItem.CallOutput output) {
                return output.output().text();
            }
        }
        throw new AssertionError("No output in " + input);
    }
}

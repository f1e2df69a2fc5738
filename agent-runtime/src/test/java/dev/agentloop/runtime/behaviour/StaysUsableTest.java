package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.SessionStoreException;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.support.PlainProcessProvider;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.SessionSnapshot;
import dev.agentloop.testkit.Gate;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever user code does to a session, the session goes on. */
@Timeout(30)
class StaysUsableTest {
    private final WatchedStore store = new WatchedStore();
    private final RecordingListener listener = new RecordingListener();

    @Test
    void aThreadFactoryThatGivesNoThreadFailsTheStreamAndNotTheSession() {
        ScriptedModelProvider model = ScriptedModelProvider.script().text("next");
        try (Agent agent = Agents.with(model).threads(task -> null).build();
                AgentSession session = agent.startSession()) {
            assertThatThrownBy(() -> session.stream("go"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("null");
            assertThat(session.run("again").finalMessage()).isEqualTo("next");
        }
    }

    @Test
    void aTurnThatCouldNotGoOnForWantOfAThreadCanGoOnLater() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "guarded", "{}").text("done");
        AtomicBoolean refuse = new AtomicBoolean();
        ThreadFactory factory = task -> refuse.get() ? null : new Thread(task);
        try (Agent agent = Agents.with(model)
                        .threads(factory)
                        .tools(Agents.tool(
                                "guarded", (call, context) -> ToolOutput.text("ok"), ToolSpec.Trait.NEEDS_APPROVAL))
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            session.answer(session.pendingApprovals().get(0).id(), ApprovalDecision.approve());
            refuse.set(true);
            assertThatThrownBy(session::continueTurn).isInstanceOf(IllegalStateException.class);
            refuse.set(false);
            assertThat(session.continueTurn().await().finalMessage()).isEqualTo("done");
        }
    }

    @Test
    void noMemoryForAToolsThreadIsToldToTheModel() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "echo", "{}").text("done");
        try (Agent agent = Agents.with(model)
                .tools(Agents.echo())
                .threads(task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                })
                .build()) {
            assertThat(agent.run("go").finalMessage()).isEqualTo("done");
        }
        EveryCallIsAnsweredTest.assertCallsAnsweredOnce(model);
    }

    @Test
    void aStoreThatFailsWhileACallIsPutOffFailsTheTurnAtOnce() {
        store.before(record -> {
            if (record.type().equals("tool_suspended")) {
                throw new SessionStoreException("disk full", null);
            }
        });
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "command", "{}").text("next");
        try (Agent agent = Agents.with(model)
                        .sessionStore(store)
                        .tools(Agents.tool("command", (call, context) -> {
                            context.commands().run(CommandSpec.of("date"));
                            return ToolOutput.text("ran");
                        }))
                        .approvals(ApprovalPolicy.untrusted(), ApprovalHandler.defer())
                        .build();
                AgentSession session = agent.startSession()) {
            assertThatThrownBy(() -> session.run("go"))
                    .isInstanceOf(TurnFailedException.class)
                    .hasCauseInstanceOf(SessionStoreException.class);
            assertThat(session.pendingApprovals()).isEmpty();
            assertThat(session.run("again").finalMessage()).isEqualTo("next");
        }
        EveryCallIsAnsweredTest.assertCallsAnsweredOnce(model);
    }

    @Test
    void aChildThatItsToolClosedDoesNotDisturbAnInterrupt() throws Exception {
        Gate gate = Gate.closed();
        AtomicReference<Agent> self = new AtomicReference<>();
        ToolHandler parent = Agents.tool("parent", (call, context) -> {
            context.startChild(self.get(), SessionOptions.ofDefaults()).close();
            gate.pass();
            return ToolOutput.text("never");
        });
        assertInterruptWorks(gate, self, parent);
    }

    @Test
    void aCancelActionThatThrowsDoesNotDisturbAnInterrupt() throws Exception {
        Gate gate = Gate.closed();
        ToolHandler tool = Agents.tool("parent", (call, context) -> {
            context.cancellation().onCancel(() -> {
                throw new IllegalStateException("a broken action");
            });
            gate.pass();
            return ToolOutput.text("never");
        });
        assertInterruptWorks(gate, new AtomicReference<>(), tool);
    }

    private static void assertInterruptWorks(Gate gate, AtomicReference<Agent> self, ToolHandler tool)
            throws Exception {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "parent", "{}").text("next");
        try (Agent agent = Agents.with(model).tools(tool).build();
                AgentSession session = agent.startSession()) {
            self.set(agent);
            TurnStream turn = session.stream("go");
            gate.awaitReached(Agents.SOON);
            assertThat(session.interrupt()).isTrue();
            assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
            assertThat(session.run("again").finalMessage()).isEqualTo("next");
        }
    }

    @Test
    void anInterruptedTurnInterruptsTheApprovalHandler() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "guarded", "{}").text("next");
        try (Agent agent = Agents.with(model)
                        .tools(Agents.tool(
                                "guarded", (call, context) -> ToolOutput.text("ok"), ToolSpec.Trait.NEEDS_APPROVAL))
                        .approvals(ApprovalPolicy.onRequest(), request -> {
                            asked.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw e;
                            }
                            return ApprovalDecision.approve();
                        })
                        .build();
                AgentSession session = agent.startSession()) {
            TurnStream turn = session.stream("go");
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            session.interrupt();
            assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
            assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void inputIsRefusedWhileASessionIsCompacted() throws Exception {
        Gate gate = Gate.closed();
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("one").respond(Sse.text("SUMMARY"), Sse.waitFor(gate));
        try (Agent agent = Agents.with(model).build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            Thread compacting = new Thread(session::compact);
            compacting.start();
            gate.awaitReached(Agents.SOON);
            assertThat(session.steer(UserInput.text("would be lost"))).isFalse();
            gate.open();
            compacting.join();
        }
    }

    @Test
    void inputThatAnInterruptedTurnTookIsSeenByTheNextOne() throws Exception {
        Gate gate = Gate.closed();
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "slow", "{}").text("next");
        try (Agent agent = Agents.with(model)
                        .tools(Agents.tool("slow", (call, context) -> {
                            gate.pass();
                            return ToolOutput.text("never");
                        }))
                        .build();
                AgentSession session = agent.startSession()) {
            TurnStream turn = session.stream("go");
            gate.awaitReached(Agents.SOON);
            assertThat(session.steer(UserInput.text("use the other file"))).isTrue();
            session.interrupt();
            turn.await();
            session.run("again");
        }
        assertThat(model.requests().get(1).input().stream()
                        .filter(ModelItem.Message.class::isInstance)
                        .map(item -> ((ModelItem.Message) item).text()))
                .contains("use the other file");
    }

    @Test
    void publishingNothingIsAFailureOfTheTool() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", "publish", "{}")
                .call("c2", "emit", "{}")
                .text("done");
        try (Agent agent = Agents.with(model)
                        .tools(
                                Agents.tool("publish", (call, context) -> {
                                    context.publish(null);
                                    return ToolOutput.text("ok");
                                }),
                                Agents.tool("emit", (call, context) -> {
                                    context.emitOutput(null);
                                    return ToolOutput.text("ok");
                                }))
                        .build();
                AgentSession session = agent.startSession()) {
            assertThat(session.run("go").items())
                    .filteredOn(TurnItem.ToolInvocation.class::isInstance)
                    .extracting(item -> ((TurnItem.ToolInvocation) item).status())
                    .containsExactly(TurnItem.Status.FAILED, TurnItem.Status.FAILED);
        }
    }

    @Test
    void listenersLearnOfTheAnswerToAQuestionThatWasPutOff() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "guarded", "{}").text("done");
        try (Agent agent = Agents.with(model)
                        .listener(listener)
                        .tools(Agents.tool(
                                "guarded", (call, context) -> ToolOutput.text("ok"), ToolSpec.Trait.NEEDS_APPROVAL))
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            String question = session.pendingApprovals().get(0).id();
            session.answer(question, ApprovalDecision.approve());
            assertThat(listener.events(AgentEvent.ApprovalResolved.class))
                    .extracting(AgentEvent.ApprovalResolved::requestId, AgentEvent.ApprovalResolved::decision)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(question, ApprovalDecision.approve()));
        }
    }

    @Test
    void anAnswerThatWasNotUsedIsNotUsedByALaterCallOfTheSameId() throws Exception {
        Gate gate = Gate.closed();
        AtomicInteger asked = new AtomicInteger();
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.call("c0", "slow", "{}"), Sse.call("c1", "guarded", "{}"))
                .call("c1", "guarded", "{}")
                .text("done");
        AtomicInteger slowRuns = new AtomicInteger();
        try (Agent agent = Agents.with(model)
                        .sessionStore(store)
                        .tools(
                                Agents.tool(
                                        "slow",
                                        (call, context) -> {
                                            if (slowRuns.incrementAndGet() > 1) {
                                                gate.pass();
                                            } else {
                                                context.commands().run(CommandSpec.of("date"));
                                            }
                                            return ToolOutput.text("slow");
                                        },
                                        ToolSpec.Trait.IDEMPOTENT),
                                Agents.tool(
                                        "guarded",
                                        (call, context) -> ToolOutput.text("ok"),
                                        ToolSpec.Trait.NEEDS_APPROVAL))
                        .approvals(ApprovalPolicy.untrusted(), request -> {
                            asked.incrementAndGet();
                            return ApprovalDecision.deferred();
                        })
                        .build();
                AgentSession session = agent.startSession()) {
            assertThat(session.run("go").status()).isEqualTo(TurnStatus.SUSPENDED);
            session.pendingApprovals().forEach(question -> session.answer(question.id(), ApprovalDecision.approve()));
            TurnStream turn = session.continueTurn();
            gate.awaitReached(Agents.SOON);
            session.interrupt();
            turn.await();
            int before = asked.get();
            assertThat(session.run("again").status()).isEqualTo(TurnStatus.SUSPENDED);
            assertThat(asked).hasValue(before + 1);
        }
    }

    @Test
    void anIdThatIsTakenIsRefused() {
        ScriptedModelProvider model = ScriptedModelProvider.script().text("one").text("two");
        try (Agent agent = Agents.with(model).sessionStore(store).build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            SessionOptions sameId = SessionOptions.builder().id(session.id()).build();
            assertThatThrownBy(() -> agent.startSession(sameId))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(session.id().value());
            assertThatThrownBy(() -> agent.forkSession(session.id(), ForkPoint.end(), sameId))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(session.id().value());
            assertThatCode(() -> session.run("more")).doesNotThrowAnyException();
        }
    }

    @Test
    void anInterruptDoesNotReachIntoTheStore() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean sawInterrupt = new AtomicBoolean();
        store.before(record -> {
            if (record.type().equals("item") && record.json().contains("half an answer")) {
                writing.countDown();
                try {
                    interrupted.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    sawInterrupt.set(true);
                }
                sawInterrupt.compareAndSet(false, Thread.currentThread().isInterrupted());
            }
        });
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.text("half an answer"), Sse.stall())
                .text("next");
        try (Agent agent = Agents.with(model).sessionStore(store).build();
                AgentSession session = agent.startSession()) {
            TurnStream turn = session.stream("go");
            assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
            session.interrupt();
            interrupted.countDown();
            assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
        }
        assertThat(sawInterrupt).isFalse();
    }

    @Test
    void aSandboxThatCannotBeClosedKeepsNoOtherSessionOpen() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", "command", "{}")
                .text("done")
                .call("c1", "command", "{}")
                .text("done");
        AtomicInteger closed = new AtomicInteger();
        Agent agent = Agents.with(model)
                .sandbox(SandboxPolicy.dangerFullAccess())
                .sandboxProvider(unclosable(closed))
                .tools(Agents.tool("command", (call, context) -> {
                    context.commands().run(CommandSpec.of("date"));
                    return ToolOutput.text("ran");
                }))
                .build();
        AgentSession one = agent.startSession();
        AgentSession other = agent.startSession();
        one.run("go");
        other.run("go");
        agent.close();
        assertThat(closed).hasValue(2);
        assertThat(one.snapshot().status()).isEqualTo(SessionSnapshot.Status.CLOSED);
        assertThat(other.snapshot().status()).isEqualTo(SessionSnapshot.Status.CLOSED);
    }

    private static SandboxProvider unclosable(AtomicInteger closed) {
        PlainProcessProvider plain = new PlainProcessProvider();
        return watched(SandboxProvider.class, plain, (method, result) -> {
            if (!method.equals("open")) {
                return result;
            }
            return watched(SandboxSession.class, (SandboxSession) result, (inner, value) -> {
                if (inner.equals("close")) {
                    closed.incrementAndGet();
                    throw new IllegalStateException("a broken sandbox");
                }
                return value;
            });
        });
    }

    private static <T> T watched(Class<T> type, T target, BiFunction<String, Object, Object> after) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> after.apply(method.getName(), method.invoke(target, arguments))));
    }
}

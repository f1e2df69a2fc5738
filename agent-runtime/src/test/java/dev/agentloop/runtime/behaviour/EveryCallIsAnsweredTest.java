package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionConflictException;
import dev.agentloop.SessionStoreException;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.testkit.Gate;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services refuse a request with a call that has no output, so one such call would end a session for good. */
@Timeout(60)
class EveryCallIsAnsweredTest {
    private final WatchedStore store = new WatchedStore();
    private final AtomicInteger guardedRuns = new AtomicInteger();
    private final ToolHandler guarded = Agents.tool(
            "guarded",
            (call, context) -> {
                guardedRuns.incrementAndGet();
                return ToolOutput.text("did it");
            },
            ToolSpec.Trait.NEEDS_APPROVAL,
            ToolSpec.Trait.PARALLEL_SAFE);

    @Test
    void interruptingWhileOneCallWaitsForAnAnswerAndAnotherRuns() throws Exception {
        Gate gate = Gate.closed();
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.call("c1", "guarded", "{}"), Sse.call("c2", "slow", "{}"))
                .text("next");
        try (Agent agent = deferring(model)
                        .tools(guarded, waitingAt(gate, ToolSpec.Trait.PARALLEL_SAFE))
                        .build();
                AgentSession session = agent.startSession()) {
            TurnStream turn = session.stream("go");
            gate.awaitReached(Agents.SOON);
            awaitQuestion(session);
            assertThat(session.interrupt()).isTrue();
            assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
            assertThat(session.pendingApprovals()).isEmpty();
            assertThat(session.run("again").finalMessage()).isEqualTo("next");
        }
        assertCallsAnsweredOnce(model);
    }

    @Test
    void theResponseFailsWhileACallWaitsForAnAnswer() throws Exception {
        Gate gate = Gate.closed();
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(
                        Sse.call("c1", "guarded", "{}"),
                        Sse.waitFor(gate),
                        Sse.failed("invalid_prompt", "not like this"))
                .text("next");
        try (Agent agent = deferring(model).tools(guarded).build();
                AgentSession session = agent.startSession()) {
            TurnStream turn = session.stream("go");
            awaitQuestion(session);
            gate.open();
            assertThatThrownBy(turn::await).isInstanceOf(TurnFailedException.class);
            assertThat(session.pendingApprovals()).isEmpty();
            assertThat(session.run("again").finalMessage()).isEqualTo("next");
        }
        assertCallsAnsweredOnce(model);
    }

    @Test
    void theStoreRefusesAnOutputOnce() {
        failOnOutput(new SessionStoreException("disk full", null));
    }

    @Test
    void theStoreBreaksOnAnOutputOnce() {
        failOnOutput(new AssertionError("broken store"));
    }

    private void failOnOutput(Throwable failure) {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", "echo", "{}")
                .text("next")
                .text("resumed");
        try (Agent agent =
                Agents.with(model).tools(Agents.echo()).sessionStore(store).build()) {
            AgentSession session = agent.startSession();
            AtomicBoolean failed = new AtomicBoolean();
            store.before(record -> {
                if (isOutput(record) && failed.compareAndSet(false, true)) {
                    sneak(failure);
                }
            });
            assertThatThrownBy(() -> session.run("go"))
                    .isInstanceOf(TurnFailedException.class)
                    .hasCause(failure);
            assertThat(session.run("again").finalMessage()).isEqualTo("next");
            session.close();
            try (AgentSession resumed = agent.resumeSession(session.id())) {
                assertThat(resumed.run("and again").finalMessage()).isEqualTo("resumed");
            }
        }
        assertCallsAnsweredOnce(model);
    }

    @Test
    void aSessionThatAnotherWriterTookOverSaysSoHoweverMuchWasLeftToWrite() {
        SessionConflictException conflict = new SessionConflictException("written by somebody else");
        ScriptedModelProvider model = ScriptedModelProvider.script().call("c1", "steer", "{}");
        AtomicReference<AgentSession> self = new AtomicReference<>();
        try (Agent agent = Agents.with(model)
                        .sessionStore(store)
                        .tools(Agents.tool("steer", (call, context) -> {
                            self.get().steer(UserInput.text("one more thing"));
                            store.before(record -> {
                                throw conflict;
                            });
                            return ToolOutput.text("ok");
                        }))
                        .build();
                AgentSession session = agent.startSession()) {
            self.set(session);
            assertThatThrownBy(() -> session.run("go"))
                    .isInstanceOf(TurnFailedException.class)
                    .hasCause(conflict);
        }
    }

    @Test
    void theStoreRefusesToEndASuspendedTurnThatIsGivenUp() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "guarded", "{}").text("next");
        try (Agent agent = deferring(model).tools(guarded).build();
                AgentSession session = agent.startSession()) {
            assertThat(session.run("go").status()).isEqualTo(TurnStatus.SUSPENDED);
            AtomicBoolean failed = new AtomicBoolean();
            store.before(record -> {
                if (isOutput(record) && failed.compareAndSet(false, true)) {
                    throw new SessionStoreException("disk full", null);
                }
            });
            assertThatThrownBy(session::interrupt).isInstanceOf(SessionStoreException.class);
            assertThat(session.run("again").finalMessage()).isEqualTo("next");
        }
        assertCallsAnsweredOnce(model);
    }

    @Test
    void outputsComeBeforeTheNoteThatTheTurnWasInterrupted() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch write = new CountDownLatch(1);
        store.before(record -> {
            if (isOutput(record)) {
                writing.countDown();
                awaitUninterruptibly(write);
            }
        });
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.call("c1", "quick", "{}"), Sse.call("c2", "quick", "{}"))
                .text("next");
        try (Agent agent = Agents.with(model)
                        .sessionStore(store)
                        .tools(Agents.tool(
                                "quick", (call, context) -> ToolOutput.text("quick"), ToolSpec.Trait.PARALLEL_SAFE))
                        .build();
                AgentSession session = agent.startSession()) {
            TurnStream turn = session.stream("go");
            assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();
            session.interrupt();
            TimeUnit.MILLISECONDS.sleep(50); // gives a turn that does not wait the time to go wrong
            write.countDown();
            turn.await();
            session.run("again");
        }
        assertCallsAnsweredOnce(model);
        List<ModelItem> input = model.requests().get(1).input();
        int lastOutput = 0;
        int aborted = 0;
        for (int index = 0; index < input.size(); index++) {
            if (input.get(index) instanceof ModelItem.CallOutput) {
                lastOutput = index;
            } else if (input.get(index) instanceof ModelItem.Message message
                    && message.text().contains("turn_aborted")) {
                aborted = index;
            }
        }
        assertThat(aborted).isGreaterThan(lastOutput);
    }

    private Agent.Builder deferring(ScriptedModelProvider model) {
        return Agents.with(model).sessionStore(store).approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer());
    }

    private static ToolHandler waitingAt(Gate gate, ToolSpec.Trait... traits) {
        return Agents.tool(
                "slow",
                (call, context) -> {
                    gate.pass();
                    return ToolOutput.text("slow");
                },
                traits);
    }

    private static void awaitQuestion(AgentSession session) throws InterruptedException {
        long end = System.nanoTime() + Agents.SOON.toNanos();
        while (session.pendingApprovals().isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        assertThat(session.pendingApprovals()).hasSize(1);
    }

    private static boolean isOutput(RolloutRecord record) {
        return record.type().equals("item") && record.json().contains("\"output\"");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await(20, TimeUnit.SECONDS);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sneak(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    static void assertCallsAnsweredOnce(ScriptedModelProvider model) {
        for (ModelRequest request : model.requests()) {
            List<String> calls = new ArrayList<>();
            List<String> outputs = new ArrayList<>();
            for (ModelItem item : request.input()) {
                if (item instanceof ModelItem.Call call) {
                    calls.add(call.callId());
                } else if (item instanceof ModelItem.CallOutput output) {
                    outputs.add(output.callId());
                }
            }
            assertThat(outputs).containsExactlyInAnyOrderElementsOf(calls);
        }
    }
}

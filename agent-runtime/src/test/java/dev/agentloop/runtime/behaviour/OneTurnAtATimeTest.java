package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.LimitExceededException;
import dev.agentloop.SessionStoreException;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.session.SessionSnapshot;
import dev.agentloop.testkit.Gate;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may begin a turn, and who ends one, while others try the same. */
@Timeout(60)
class OneTurnAtATimeTest {
    private final WatchedStore store = new WatchedStore();

    @Test
    void aRunWaitsForAnInterruptThatGivesAnEarlierTurnUp() throws Exception {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "guarded", "{}").text("next");
        Gate givingUp = Gate.closed();
        try (Agent agent = deferring(model).build();
                AgentSession session = agent.startSession()) {
            assertThat(session.run("go").status()).isEqualTo(TurnStatus.SUSPENDED);
            store.before(record -> pass(givingUp));
            CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(session::interrupt);
            givingUp.awaitReached(Agents.SOON);
            AtomicReference<TurnResult> result = new AtomicReference<>();
            Thread other = new Thread(() -> result.set(session.run("again")));
            other.start();
            awaitWaiting(other);
            givingUp.open();
            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
            other.join(20_000);
            assertThat(result.get().finalMessage()).isEqualTo("next");
        }
        EveryCallIsAnsweredTest.assertCallsAnsweredOnce(model);
    }

    @Test
    void aTurnThatCouldNotBeGivenUpCanBeGivenUpLater() {
        ScriptedModelProvider model = ScriptedModelProvider.script().call("c1", "guarded", "{}");
        try (Agent agent = deferring(model).build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            store.before(record -> {
                throw new SessionStoreException("disk full", null);
            });
            assertThatThrownBy(session::interrupt).isInstanceOf(SessionStoreException.class);
            store.before(record -> {});
            assertThat(session.snapshot().status()).isEqualTo(SessionSnapshot.Status.SUSPENDED);
            assertThat(session.interrupt()).isTrue();
            assertThat(session.snapshot().status()).isEqualTo(SessionSnapshot.Status.IDLE);
        }
    }

    @Test
    void aSlowStoreKeepsNeitherASnapshotNorAnInterruptWaiting() throws Exception {
        ScriptedModelProvider model = ScriptedModelProvider.script().call("c1", "guarded", "{}");
        Gate givingUp = Gate.closed();
        try (Agent agent = deferring(model).build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            store.before(record -> pass(givingUp));
            CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(session::interrupt);
            givingUp.awaitReached(Agents.SOON);
            assertThat(session.snapshot().status()).isEqualTo(SessionSnapshot.Status.SUSPENDED);
            assertThat(session.interrupt()).isFalse();
            assertThat(interrupted).isNotDone();
            givingUp.open();
            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anInterruptedCompactionSaysSo() throws Exception {
        Gate gate = Gate.closed();
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("one").respond(Sse.text("SUMMARY"), Sse.waitFor(gate));
        try (Agent agent = Agents.with(model).build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            CompletableFuture<TurnResult> compacted = CompletableFuture.supplyAsync(session::compact);
            gate.awaitReached(Agents.SOON);
            assertThat(session.interrupt()).isTrue();
            assertThat(compacted.get(20, TimeUnit.SECONDS).status()).isEqualTo(TurnStatus.INTERRUPTED);
        }
    }

    @Test
    void aCompactionOverItsTimeFailsWithTheLimit() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("one").respond(Sse.text("SUMMARY"), Sse.stall());
        try (Agent agent = Agents.with(model)
                        .limits(limits -> limits.turnTimeout(Duration.ofMillis(300)))
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            assertThatThrownBy(session::compact)
                    .isInstanceOf(TurnFailedException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            LimitExceededException.class,
                            limit -> assertThat(limit.limit()).isEqualTo(LimitExceededException.Limit.TIME));
        }
    }

    @Test
    void aTurnWhoseAgentIsClosedBeforeItsThreadRunsEnds() throws Exception {
        Gate held = Gate.closed();
        AtomicReference<Agent> self = new AtomicReference<>();
        AtomicReference<AgentSession> current = new AtomicReference<>();
        AtomicReference<TurnStream> continued = new AtomicReference<>();
        ScriptedModelProvider model = ScriptedModelProvider.script().call("c1", "guarded", "{}");
        Agent agent = deferring(model)
                .threads(task -> new Thread(() -> {
                    if (self.get() != null) {
                        pass(held);
                    }
                    task.run();
                }))
                .listener(event -> {
                    if (event instanceof AgentEvent.ApprovalResolved) {
                        continued.set(current.get().continueTurn());
                        self.get().close(); // does not wait: the turn needs this thread
                    }
                })
                .build();
        AgentSession session = agent.startSession();
        current.set(session);
        session.run("go");
        self.set(agent);
        session.answer(session.pendingApprovals().get(0).id(), ApprovalDecision.approve());
        held.open();
        assertThat(continued.get().await().status()).isEqualTo(TurnStatus.INTERRUPTED);
        assertThat(session.snapshot().status()).isEqualTo(SessionSnapshot.Status.CLOSED);
    }

    @Test
    void closingAnAgentWaitsOnceForAllSessionsThatAreStuck() throws Exception {
        Gate never = Gate.closed();
        CountDownLatch stuck = new CountDownLatch(3);
        ScriptedModelProvider model = ScriptedModelProvider.script().otherwise(request -> List.of(Sse.text("x")));
        List<AgentSession> sessions = new ArrayList<>();
        Agent agent = Agents.with(model)
                .listener(event -> {
                    if (event instanceof AgentEvent.ItemDelta) {
                        stuck.countDown();
                        passWhateverHappens(never);
                    }
                })
                .build();
        for (int index = 0; index < 3; index++) {
            AgentSession session = agent.startSession();
            sessions.add(session);
            session.stream("go");
        }
        assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
        long asked = System.nanoTime();
        agent.close();
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(18));
        assertThat(sessions)
                .allSatisfy(
                        session -> assertThat(session.snapshot().status()).isEqualTo(SessionSnapshot.Status.CLOSED));
        never.open();
    }

    private Agent.Builder deferring(ScriptedModelProvider model) {
        ToolHandler guarded =
                Agents.tool("guarded", (call, context) -> ToolOutput.text("ok"), ToolSpec.Trait.NEEDS_APPROVAL);
        return Agents.with(model)
                .sessionStore(store)
                .tools(guarded)
                .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer());
    }

    private static void pass(Gate gate) {
        try {
            gate.pass();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void passWhateverHappens(Gate gate) {
        boolean waiting = true;
        while (waiting) {
            try {
                gate.pass();
                waiting = false;
            } catch (InterruptedException ignored) {
                // stuck on purpose
            }
        }
    }

    private static void awaitWaiting(Thread thread) {
        long end = System.nanoTime() + Agents.SOON.toNanos();
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}

package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.LimitExceededException;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptTest {
    @Test
    void interruptingASilentModelEndsTheTurnAndTheNextOneWorks() throws Exception {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.text("started"), Sse.stall())
                .text("second");
        RecordingListener listener = new RecordingListener();
        try (Agent agent = Agents.with(model).listener(listener).build();
                AgentSession session = agent.startSession()) {
            TurnStream turn = session.stream("go");
            listener.await(AgentEvent.ItemDelta.class, Agents.SOON);
            assertThat(session.interrupt()).isTrue();
            TurnResult result = turn.await();
            assertThat(result.status()).isEqualTo(TurnStatus.INTERRUPTED);
            assertThat(session.interrupt()).isFalse();

            assertThat(session.run("again").finalMessage()).isEqualTo("second");
        }
        assertThat(textOf(model.requests().get(1))).anyMatch(text -> text.contains("turn_aborted"));
        assertThat(listener.events(AgentEvent.TurnCompleted.class))
                .extracting(AgentEvent.TurnCompleted::status)
                .containsExactly(TurnStatus.INTERRUPTED, TurnStatus.COMPLETED);
    }

    @Test
    void aToolThatIgnoresEverythingDoesNotHoldTheInterruptedTurn() throws Exception {
        CountDownLatch inTool = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "stubborn", "{}").text("second");
        RecordingListener listener = new RecordingListener();
        try (Agent agent = Agents.with(model)
                        .listener(listener)
                        .tools(Agents.tool("stubborn", (call, context) -> {
                            inTool.countDown();
                            boolean waiting = true;
                            while (waiting) {
                                try {
                                    waiting = !letGo.await(20, TimeUnit.SECONDS);
                                } catch (InterruptedException ignored) {
                                    // stubborn on purpose
                                }
                            }
                            context.emitOutput("late");
                            return ToolOutput.text("late");
                        }))
                        .build();
                AgentSession session = agent.startSession()) {
            TurnStream turn = session.stream("go");
            inTool.await(20, TimeUnit.SECONDS);
            long asked = System.nanoTime();
            session.interrupt();
            assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
            letGo.countDown();
            assertThat(session.run("again").finalMessage()).isEqualTo("second");
        }
        assertThat(listener.items(TurnItem.ToolInvocation.class))
                .extracting(TurnItem.ToolInvocation::status)
                .containsExactly(TurnItem.Status.INTERRUPTED);
        List<ModelItem> second = model.requests().get(1).input();
        assertThat(second.stream().filter(ModelItem.CallOutput.class::isInstance))
                .hasSize(1)
                .allSatisfy(item -> assertThat(
                                ((ModelItem.CallOutput) item).output().text())
                        .contains("Aborted"));
    }

    @Test
    void interruptingTheCallingThreadInterruptsTheTurnAndKeepsTheFlag() throws Exception {
        ScriptedModelProvider model = ScriptedModelProvider.script().respond(Sse.text("x"), Sse.stall());
        RecordingListener listener = new RecordingListener();
        AtomicReference<TurnResult> result = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        try (Agent agent = Agents.with(model).listener(listener).build();
                AgentSession session = agent.startSession()) {
            Thread caller = new Thread(() -> {
                result.set(session.run("go"));
                flag.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            listener.await(AgentEvent.ItemDelta.class, Agents.SOON);
            caller.interrupt();
            caller.join(20_000);
            assertThat(result.get().status()).isEqualTo(TurnStatus.INTERRUPTED);
            assertThat(flag).isTrue();
        }
    }

    @Test
    void anInterruptFromAnotherThreadLeavesTheCallersFlagAlone() throws Exception {
        ScriptedModelProvider model = ScriptedModelProvider.script().respond(Sse.text("x"), Sse.stall());
        RecordingListener listener = new RecordingListener();
        try (Agent agent = Agents.with(model).listener(listener).build();
                AgentSession session = agent.startSession()) {
            Thread other = new Thread(() -> {
                try {
                    listener.await(AgentEvent.ItemDelta.class, Agents.SOON);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                session.interrupt();
            });
            other.start();
            assertThat(session.run("go").status()).isEqualTo(TurnStatus.INTERRUPTED);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            other.join(20_000);
        }
    }

    @Test
    void aProviderThatIgnoresCloseIsWokenAllTheSame() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        ModelProvider deaf = new ModelProvider() {
            @Override
            public String id() {
                return "deaf";
            }

            @Override
            public ModelStream open(ModelRequest request) {
                return new ModelStream() {
                    @Override
                    public ModelEvent next() throws InterruptedException {
                        reading.countDown();
                        new CountDownLatch(1).await();
                        throw new AssertionError("unreachable");
                    }

                    @Override
                    public void close() {}
                };
            }
        };
        try (Agent agent = Agents.with(deaf).build();
                AgentSession session = agent.startSession();
                TurnStream turn = session.stream("go")) {
            reading.await(20, TimeUnit.SECONDS);
            session.interrupt();
            assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
        }
    }

    @Test
    void closingAStreamBeforeItsEndInterruptsTheTurn() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.text("x"), Sse.stall())
                .text("second");
        try (Agent agent = Agents.with(model).build();
                AgentSession session = agent.startSession()) {
            try (TurnStream turn = session.stream("go")) {
                for (AgentEvent event : turn) {
                    if (event instanceof AgentEvent.ItemDelta) {
                        break; // the model has begun to answer
                    }
                }
            }
            assertThat(session.run("again").finalMessage()).isEqualTo("second");
        }
    }

    @Test
    void aTurnOverItsTimeFailsWithWhatItHadDone() {
        ScriptedModelProvider model = ScriptedModelProvider.script().respond(Sse.text("half"), Sse.stall());
        try (Agent agent = Agents.with(model)
                .limits(limits -> limits.turnTimeout(Duration.ofMillis(200)))
                .build()) {
            assertThatThrownBy(() -> agent.run("go")).isInstanceOfSatisfying(TurnFailedException.class, failed -> {
                assertThat(failed.getCause())
                        .isInstanceOfSatisfying(
                                LimitExceededException.class,
                                limit -> assertThat(limit.limit()).isEqualTo(LimitExceededException.Limit.TIME));
                assertThat(failed.partialResult().items()).isNotEmpty();
            });
        }
    }

    @Test
    void closingTheAgentEndsItsTurns() throws Exception {
        ScriptedModelProvider model = ScriptedModelProvider.script().respond(Sse.text("x"), Sse.stall());
        RecordingListener listener = new RecordingListener();
        Agent agent = Agents.with(model).listener(listener).build();
        AgentSession session = agent.startSession();
        TurnStream turn = session.stream("go");
        listener.await(AgentEvent.ItemDelta.class, Agents.SOON);
        agent.close();
        assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
        assertThatThrownBy(() -> session.run("more"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(agent::startSession)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static List<String> textOf(ModelRequest request) {
        return request.input().stream()
                .filter(ModelItem.Message.class::isInstance)
                .map(item -> ((ModelItem.Message) item).text())
                .toList();
    }
}

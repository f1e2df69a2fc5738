package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.UserInput;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.testkit.Gate;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnLoopTest {
    @Test
    void aTurnWithoutToolsEndsWithTheModelsMessage() {
        ScriptedModelProvider model = ScriptedModelProvider.script().text("Hello");
        RecordingListener listener = new RecordingListener();
        try (Agent agent = Agents.with(model).listener(listener).build()) {
            TurnResult result = agent.run("Hi");

            assertThat(result.status()).isEqualTo(TurnStatus.COMPLETED);
            assertThat(result.finalMessage()).isEqualTo("Hello");
            assertThat(result.usage()).isEqualTo(Sse.DEFAULT_USAGE);
            assertThat(result.items()).hasSize(2);
            assertThat(result.items().get(0)).isInstanceOf(TurnItem.UserMessage.class);
            assertThat(((TurnItem.AgentMessage) result.items().get(1)).text()).isEqualTo("Hello");
        }
        assertThat(listener.typesWithoutRepeatedDeltas())
                .containsExactly(
                        "SessionStarted",
                        "TurnStarted",
                        "ItemStarted",
                        "ItemCompleted",
                        "ItemStarted",
                        "ItemDelta",
                        "ItemCompleted",
                        "UsageUpdated",
                        "TurnCompleted");
    }

    @Test
    void theLoopGoesOnUntilTheModelAsksForNoMoreTools() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", "echo", "{\"text\":\"a\"}")
                .call("c2", "echo", "{\"text\":\"b\"}")
                .text("done");
        try (Agent agent = Agents.with(model).tools(Agents.echo()).build()) {
            TurnResult result = agent.run("go");

            assertThat(result.finalMessage()).isEqualTo("done");
            assertThat(result.usage().inputTokens()).isEqualTo(3 * Sse.DEFAULT_USAGE.inputTokens());
        }
        assertThat(outputs(model.requests().get(2))).containsExactly("echo {\"text\":\"a\"}", "echo {\"text\":\"b\"}");
    }

    @Test
    void aToolStartsBeforeTheResponseIsComplete() throws Exception {
        Gate rest = Gate.closed();
        CountDownLatch ran = new CountDownLatch(1);
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.call("c1", "mark", "{}"), Sse.waitFor(rest), Sse.text("later"))
                .text("done");
        try (Agent agent = Agents.with(model)
                        .tools(Agents.tool("mark", (call, context) -> {
                            ran.countDown();
                            return ToolOutput.text("marked");
                        }))
                        .build();
                AgentSession session = agent.startSession();
                TurnStream turn = session.stream("go")) {
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
            rest.open();
            assertThat(turn.await().finalMessage()).isEqualTo("done");
        }
    }

    @Test
    void parallelSafeCallsOfOneResponseRunAtOnceAndAnswerInCallOrder() {
        CyclicBarrier together = new CyclicBarrier(2);
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.call("c1", "meet", "{\"text\":\"1\"}"), Sse.call("c2", "meet", "{\"text\":\"2\"}"))
                .text("done");
        try (Agent agent = Agents.with(model)
                .tools(Agents.tool(
                        "meet",
                        (call, context) -> {
                            together.await(20, TimeUnit.SECONDS);
                            return ToolOutput.text(call.callId());
                        },
                        ToolSpec.Trait.PARALLEL_SAFE))
                .build()) {
            agent.run("go");
        }
        assertThat(outputs(model.requests().get(1))).containsExactly("c1", "c2");
    }

    @Test
    void aCallThatIsNotParallelSafeRunsAlone() {
        List<String> order = new ArrayList<>();
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.call("c1", "alone", "{}"), Sse.call("c2", "alone", "{}"), Sse.call("c3", "alone", "{}"))
                .text("done");
        try (Agent agent = Agents.with(model)
                .tools(Agents.tool("alone", (call, context) -> {
                    order.add("+" + call.callId());
                    Thread.yield();
                    order.add("-" + call.callId());
                    return ToolOutput.text("ok");
                }))
                .build()) {
            agent.run("go");
        }
        assertThat(order).containsExactly("+c1", "-c1", "+c2", "-c2", "+c3", "-c3");
    }

    @Test
    void inputGivenToARunningTurnIsInItsNextRequest() throws Exception {
        CountDownLatch inTool = new CountDownLatch(1);
        CountDownLatch steered = new CountDownLatch(1);
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "wait", "{}").text("done");
        try (Agent agent = Agents.with(model)
                        .tools(Agents.tool("wait", (call, context) -> {
                            inTool.countDown();
                            steered.await(20, TimeUnit.SECONDS);
                            return ToolOutput.text("waited");
                        }))
                        .build();
                AgentSession session = agent.startSession();
                TurnStream turn = session.stream("go")) {
            inTool.await(20, TimeUnit.SECONDS);
            assertThat(session.steer(UserInput.text("also this"))).isTrue();
            steered.countDown();
            turn.await();
            assertThat(session.steer(UserInput.text("too late"))).isFalse();
        }
        List<ModelItem> second = model.requests().get(1).input();
        assertThat(second.get(second.size() - 2)).isInstanceOf(ModelItem.CallOutput.class);
        assertThat(((ModelItem.Message) second.get(second.size() - 1)).text()).isEqualTo("also this");
    }

    @Test
    void inputGivenWhileTheModelIsAboutToStopMakesItAnswerAgain() throws Exception {
        Gate end = Gate.closed();
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.text("first"), Sse.waitFor(end))
                .text("second");
        RecordingListener listener = new RecordingListener();
        try (Agent agent = Agents.with(model).build();
                AgentSession session = agent.startSession(dev.agentloop.SessionOptions.builder()
                        .listener(listener)
                        .build());
                TurnStream turn = session.stream("go")) {
            listener.await(
                    event -> event instanceof AgentEvent.ItemCompleted done
                            && done.item() instanceof TurnItem.AgentMessage,
                    Agents.SOON);
            assertThat(session.steer(UserInput.text("more"))).isTrue();
            end.open();
            assertThat(turn.await().finalMessage()).isEqualTo("second");
        }
    }

    @Test
    void aSecondTurnWhileOneRunsIsRefusedAndTheFirstGoesOn() {
        Gate gate = Gate.closed();
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.waitFor(gate), Sse.text("first"))
                .text("second");
        try (Agent agent = Agents.with(model).build();
                AgentSession session = agent.startSession();
                TurnStream turn = session.stream("go")) {
            assertThatThrownBy(() -> session.run("too early"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("one turn at a time");
            gate.open();
            assertThat(turn.await().finalMessage()).isEqualTo("first");
            assertThat(session.run("now").finalMessage()).isEqualTo("second");
        }
    }

    @Test
    void usageIsReportedBeforeTheToolsOfTheResponseHaveEnded() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "slow", "{}").text("done");
        RecordingListener listener = new RecordingListener();
        try (Agent agent = Agents.with(model)
                        .listener(listener)
                        .tools(Agents.tool("slow", (call, context) -> {
                            heard.await(20, TimeUnit.SECONDS);
                            return ToolOutput.text("ok");
                        }))
                        .build();
                AgentSession session = agent.startSession();
                TurnStream turn = session.stream("go")) {
            listener.await(AgentEvent.UsageUpdated.class, Agents.SOON);
            heard.countDown();
            assertThat(turn.await().finalMessage()).isEqualTo("done");
        }
    }

    @Test
    void usageIsReportedPerResponseWithTheTurnsTotal() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.call("c1", "echo", "{}"), Sse.usage(100, 80, 5, 2))
                .respond(Sse.text("done"), Sse.usage(120, 100, 7, 0));
        RecordingListener listener = new RecordingListener();
        try (Agent agent =
                Agents.with(model).tools(Agents.echo()).listener(listener).build()) {
            agent.run("go");
        }
        assertThat(listener.events(AgentEvent.UsageUpdated.class))
                .extracting(AgentEvent.UsageUpdated::turnTotal)
                .containsExactly(new TokenUsage(100, 80, 0, 5, 2), new TokenUsage(220, 180, 0, 12, 2));
    }

    private static List<String> outputs(ModelRequest request) {
        return request.input().stream()
                .filter(ModelItem.CallOutput.class::isInstance)
                .map(item -> ((ModelItem.CallOutput) item).output().text())
                .toList();
    }
}

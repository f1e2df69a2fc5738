package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.ToolExecutionException;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a tool or a call does wrong is an answer to the model; the turn and the session go on. */
@Timeout(120)
class ToolFailuresTest {
    /**
     * @param what the case
     * @param name the tool the model asks for
     * @param arguments what it sends
     * @param body what the tool does
     * @param told what the model must be told
     * @param notTold what it must not be told
     */
    record Case(String what, String name, String arguments, ToolHandler.Body body, String told, String notTold) {
        long timeoutMillis() {
            return what.contains("hangs") ? 300 : 60_000;
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> cases() {
        ToolHandler.Body fine = (call, context) -> ToolOutput.text("it RAN");
        return Stream.of(
                new Case("unknown tool", "wrok", "{}", fine, "work", "\0"),
                new Case("arguments are not JSON", "work", "{\"text\":", fine, "JSON", "it RAN"),
                new Case("no arguments at all", "work", "", fine, "JSON", "it RAN"),
                new Case("arguments of the wrong type", "work", "{\"text\":5}", fine, "text", "it RAN"),
                new Case("arguments are no object", "work", "[1]", fine, "object", "it RAN"),
                new Case("an argument too many", "work", "{\"text\":\"a\",\"more\":1}", fine, "more", "it RAN"),
                new Case(
                        "the tool throws",
                        "work",
                        "{\"text\":\"a\"}",
                        (call, context) -> {
                            throw new IllegalStateException("password=hunter2");
                        },
                        "IllegalStateException",
                        "hunter2"),
                new Case(
                        "the tool throws an error",
                        "work",
                        "{\"text\":\"a\"}",
                        (call, context) -> {
                            throw new StackOverflowError();
                        },
                        "StackOverflowError",
                        "\0"),
                new Case(
                        "the tool tells the model",
                        "work",
                        "{\"text\":\"a\"}",
                        (call, context) -> {
                            throw new ToolExecutionException("use the other door");
                        },
                        "use the other door",
                        "\0"),
                new Case(
                        "the tool returns null",
                        "work",
                        "{\"text\":\"a\"}",
                        (call, context) -> null,
                        "returned nothing",
                        "\0"),
                new Case(
                        "the tool hangs",
                        "work",
                        "{\"text\":\"a\"}",
                        (call, context) -> {
                            new CountDownLatch(1).await();
                            return ToolOutput.text("never");
                        },
                        "did not answer within 300 ms",
                        "never"),
                new Case(
                        "the tool returns 100 MB",
                        "work",
                        "{\"text\":\"a\"}",
                        (call, context) -> ToolOutput.text("head" + "x".repeat(100_000_000) + "tail"),
                        "left out of 100000008",
                        "x".repeat(50_000)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theModelIsToldAndTheSessionGoesOn(Case bad) {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", bad.name(), bad.arguments())
                .text("I see")
                .text("next");
        RecordingListener listener = new RecordingListener();
        try (Agent agent = Agents.with(model)
                        .tools(ToolHandler.of(
                                dev.agentloop.tool.ToolSpec.builder("work")
                                        .inputSchema(
                                                "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},"
                                                        + "\"required\":[\"text\"],\"additionalProperties\":false}")
                                        .build(),
                                bad.body()))
                        .limits(limits -> limits.toolTimeout(Duration.ofMillis(bad.timeoutMillis())))
                        .listener(listener)
                        .build();
                AgentSession session = agent.startSession()) {
            assertThat(session.run("go").status()).isEqualTo(TurnStatus.COMPLETED);
            assertThat(session.run("again").finalMessage()).isEqualTo("next");
        }
        List<String> outputs = model.requests().get(1).input().stream()
                .filter(ModelItem.CallOutput.class::isInstance)
                .map(item -> ((ModelItem.CallOutput) item).output().text())
                .toList();
        assertThat(outputs).hasSize(1);
        assertThat(outputs.get(0)).contains(bad.told()).doesNotContain(bad.notTold());
        assertThat(outputs.get(0).length()).isLessThan(45_000);
        assertThat(listener.items(TurnItem.ToolInvocation.class)).hasSize(1);
    }
}

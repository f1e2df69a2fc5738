package dev.agentloop.runtime.hostprograms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.testkit.MatchingModelServer;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.RequestMatch;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.testkit.StreamControl;
import dev.agentloop.testkit.StreamMark;
import dev.agentloop.testkit.TempWorkspace;
import dev.agentloop.testkit.ToolBench;
import dev.agentloop.testkit.tck.SessionStoreTck;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of docs/testing.md. The last test compares the two. */
@Timeout(120)
class TestingGuideTest {
    private final RecordingListener listener = new RecordingListener();

    public static final class Calculator {
        @Tool(description = "Adds two numbers.")
        public int add(int a, int b) {
            return a + b;
        }
    }

    @Test
    void threeLines() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", "add", "{\"a\":1,\"b\":2}")
                .text("It is 3.");
        Agent agent =
                Agent.builder().modelProvider(model).tools(new Calculator()).build();
        assertThat(agent.run("What is 1 + 2?").finalMessage()).isEqualTo("It is 3.");

        agent.close();
        model.assertScriptFinished();
    }

    @Test
    void recordedRequests() {
        try (ScriptedModelServer server = ScriptedModelServer.start();
                Agent agent = agent(server)) {
            server.respond(Sse.call("c1", "add", "{\"a\":1,\"b\":2}"));
            server.respond(Sse.text("It is 3."));
            agent.run("What is 1 + 2?");
            RecordedRequest second = server.requests().get(1);
            assertThat(second.toolOutput("c1")).isEqualTo("3");
            assertThat(second.toolNames()).containsExactly("add");
            server.assertPrefixStable();
        }
    }

    @Test
    void faults() {
        try (ScriptedModelServer server = ScriptedModelServer.start();
                Agent agent = agent(server)) {
            server.respond(Reply.error(429, "rate_limit_exceeded", "slow down").header("retry-after", "0"));
            server.respond(Reply.of(Sse.text("Hello")).resetAfter(700));
            server.respond(Sse.text("Hello"), Sse.noTerminalEvent());
            server.respond(Sse.text("Hello"));
            assertThat(agent.run("Hi").finalMessage()).isEqualTo("Hello");
        }
    }

    @Test
    void steps() throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start();
                Agent agent = agent(server);
                AgentSession session = agent.startSession()) {
            StreamControl answer = server.respondStepped(Sse.deltas("Hel", "lo"));
            TurnStream turn = session.stream("Hi");
            answer.sendThrough(StreamMark.TEXT_DELTA);
            listener.await(AgentEvent.ItemDelta.class, Duration.ofSeconds(20));
            session.interrupt();
            answer.awaitClosed(Duration.ofSeconds(20));
            assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
        }
    }

    @Test
    void events() {
        try (ScriptedModelServer server = ScriptedModelServer.start().respond(Sse.text("Hello"));
                Agent agent = agent(server)) {
            agent.run("Hi");
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
    }

    @Test
    void oneTool() throws Exception {
        try (TempWorkspace workspace = TempWorkspace.create()) {
            ToolHandler add = ToolHandler.annotated(new Calculator()).get(0);
            ToolOutput output = ToolBench.in(workspace.path()).call(add, "{\"a\":1,\"b\":2}");
            assertThat(output.text()).isEqualTo("3");
        }
    }

    @Test
    void matching() {
        try (MatchingModelServer server = MatchingModelServer.start();
                Agent agent =
                        Agent.builder().endpoint(server.endpoint()).model("m").build()) {
            server.when(RequestMatch.any()).respond(Sse.text("I do not know."));
            server.when(RequestMatch.bodyContains("weather")).respond(Sse.text("Sunny."));
            assertThat(agent.run("How is the weather?").finalMessage()).isEqualTo("Sunny.");
            assertThat(agent.run("Who are you?").finalMessage()).isEqualTo("I do not know.");
        }
    }

    @Nested
    class MyStoreTest extends SessionStoreTck {
        @Override
        protected SessionStore open(Path directory) {
            return new FileSessionStore(directory);
        }
    }

    @Test
    void everyLineOfTheGuideIsHere() throws IOException {
        Path module = Path.of("").toAbsolutePath();
        String guide = Files.readString(module.resolveSibling("docs").resolve("testing.md"));
        String here = Files.readString(
                module.resolve("src/test/java/" + getClass().getName().replace('.', '/') + ".java"));
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide);
        int found = 0;
        while (blocks.find()) {
            found++;
            assertThat(withoutSpaces(here)).as(blocks.group(1)).contains(withoutSpaces(blocks.group(1)));
        }
        assertThat(found).isEqualTo(8);
    }

    private static String withoutSpaces(String code) {
        return code.replaceAll("\\s+", "");
    }

    private Agent agent(ScriptedModelServer server) {
        return Agent.builder()
                .endpoint(server.endpoint())
                .model("m")
                .tools(new Calculator())
                .listener(listener)
                .build();
    }
}

package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.runtime.store.MemorySessionStore;
import dev.agentloop.session.SessionId;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that begin on one wire and go on on another, and what a wire does with things it does not know. */
@Timeout(60)
class WireSwitchTest {
    private static final String SECRET = "gAAAsecret";

    private final ScriptedModelServer server = ScriptedModelServer.start();
    private final RecordingListener listener = new RecordingListener();

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (Wire first : Wire.values()) {
            for (Wire second : Wire.values()) {
                pairs.add(Arguments.of(first, second));
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @MethodSource("pairs")
    void aSessionGoesOnOnEveryWireAndOnlyItsOwnWireGetsItsSecretsBack(Wire first, Wire second) {
        SessionStore store = new MemorySessionStore();
        server.respond(
                        Sse.reasoning("I add.", SECRET),
                        Sse.text("Adding."),
                        Sse.call("call_1", "add", "{\"text\":\"1 + 2\"}"))
                .respond(Sse.text("It is 3."))
                .respond(Sse.text("Still 3."));
        SessionId id;
        try (Agent agent = agent(first, store);
                AgentSession session = agent.startSession()) {
            session.run("What is 1 + 2?");
            id = session.id();
        }

        try (Agent agent = agent(second, store);
                AgentSession session = agent.resumeSession(id)) {
            assertThat(session.run("Sure?").finalMessage()).isEqualTo("Still 3.");
        }

        RecordedRequest resumed = server.requests().get(2);
        assertThat(resumed.toolOutput("call_1")).isEqualTo("3");
        assertThat(resumed.inputTexts()).contains("What is 1 + 2?", "Adding.", "It is 3.", "Sure?");
        assertThat(resumed.body().contains(SECRET)).isEqualTo(first == second);
        List<String> unsupported = unsupported();
        if (first == second) {
            resumed.assertContinues(server.requests().get(1));
            assertThat(unsupported).isEmpty();
        } else {
            assertThat(unsupported).singleElement().asString().contains("reasoning of another provider", "left out");
        }
        server.assertScriptFinished();
    }

    @ParameterizedTest
    @EnumSource(value = Wire.class, names = "RESPONSES", mode = EnumSource.Mode.EXCLUDE)
    void aFreeformToolHasItsPlainFormWhereThereIsNoOther(Wire wire) {
        ToolHandler patch = ToolHandler.of(
                ToolSpec.builder("apply_patch")
                        .description("Changes files.")
                        .grammar("start: /.+/")
                        .inputSchema("{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
                                + "\"required\":[\"input\"],\"additionalProperties\":false}")
                        .build(),
                (call, context) -> ToolOutput.text("got " + call.argumentsJson()));
        server.respond(Sse.customCall("call_1", "apply_patch", "*** Begin Patch"))
                .respond(Sse.text("done"));

        try (Agent agent = builder(wire).tools(patch).build()) {
            agent.run("Patch it");
        }

        assertThat(server.requests().get(0).toolNames()).containsExactly("apply_patch");
        assertThat(server.requests().get(0).body()).doesNotContain("start: /.+/");
        assertThat(server.requests().get(1).toolOutput("call_1")).isEqualTo("got {\"input\":\"*** Begin Patch\"}");
        assertThat(unsupported()).isEmpty();
    }

    @Test
    void aHostedToolThatAWireDoesNotHaveIsSaidOnceAndLeftOut() {
        server.respond(Sse.text("One")).respond(Sse.text("Two"));
        try (Agent agent = builder(Wire.CHAT_COMPLETIONS)
                        .hostedTool(HostedTool.webSearch())
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("a");
            session.run("b");
        }

        assertThat(server.requests()).noneMatch(request -> request.has("/tools"));
        assertThat(unsupported()).isNotEmpty().allMatch(notice -> notice.contains("hosted tool web_search"));
    }

    private Agent agent(Wire wire, SessionStore store) {
        ToolHandler add = Agents.tool("add", (call, context) -> ToolOutput.text("3"));
        return builder(wire).sessionStore(store).tools(add).build();
    }

    private Agent.Builder builder(Wire wire) {
        return Agent.builder()
                .discovery(Discovery.NONE)
                .endpoint(server.endpoint(wire))
                .model("m")
                .listener(listener);
    }

    private List<String> unsupported() {
        return listener.events(AgentEvent.Notice.class).stream()
                .filter(notice -> notice.code().contains("unsupported"))
                .map(AgentEvent.Notice::message)
                .toList();
    }
}

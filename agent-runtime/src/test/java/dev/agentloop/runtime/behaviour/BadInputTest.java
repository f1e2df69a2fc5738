package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.TurnStatus;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.Tool;
import java.net.URI;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a host can do wrong is a clear error at once, and what worked goes on working. What tools and calls do wrong
 * stands in {@link ToolFailuresTest}; a missing runtime, in agent-api.
 */
@Timeout(60)
class BadInputTest {
    private final ScriptedModelProvider model = ScriptedModelProvider.script();

    /** A tool whose parameter no model can write. */
    public static final class TakesAThread {
        @Tool(description = "Cannot be offered.")
        public String stop(Thread thread) {
            return thread.getName();
        }
    }

    record Case(String what, Consumer<Agent.Builder> mistake, String... told) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> refusedByBuild() {
        return Stream.of(
                new Case(
                        "no key",
                        builder -> builder.endpoint(ModelEndpoint.responses(URI.create("https://models.example.com/v1"))
                                .apiKeyFromEnvironment("AGENTLOOP_NO_SUCH_KEY")
                                .build()),
                        "models.example.com",
                        "AGENTLOOP_NO_SUCH_KEY"),
                new Case("two tools with one name", builder -> builder.tools(Agents.echo(), Agents.echo()), "'echo'"),
                new Case(
                        "an illegal tool name",
                        builder -> builder.tools(Agents.tool("two words", (call, context) -> null)),
                        "'two words'",
                        "64 letters, digits"),
                new Case(
                        "a parameter that is no JSON",
                        builder -> builder.tools(new TakesAThread()),
                        "TakesAThread.stop",
                        "'thread'",
                        "java.lang.Thread"));
    }

    @ParameterizedTest
    @MethodSource("refusedByBuild")
    void buildNamesWhatIsWrong(Case bad) {
        Agent.Builder builder = Agent.builder()
                .discovery(Discovery.NONE)
                .endpoint(ModelEndpoint.responses(URI.create("http://127.0.0.1:9/v1"))
                        .build())
                .model("m")
                .sandbox(SandboxPolicy.readOnly());
        bad.mistake().accept(builder);

        assertThatThrownBy(builder::build)
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageContainingAll(bad.told());
    }

    @Test
    void aClosedSessionSaysSoAndItsAgentGoesOn() {
        model.text("first").text("second").text("resumed");
        try (Agent agent = Agents.with(model).build()) {
            AgentSession session = agent.startSession();
            session.run("go");
            session.close();
            session.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> session.run("again"))
                    .withMessageContaining(session.id().value())
                    .withMessageContaining("closed");
            assertThat(agent.run("another").finalMessage()).isEqualTo("second");
            try (AgentSession resumed = agent.resumeSession(session.id())) {
                assertThat(resumed.run("go on").status()).isEqualTo(TurnStatus.COMPLETED);
            }
        }
    }
}

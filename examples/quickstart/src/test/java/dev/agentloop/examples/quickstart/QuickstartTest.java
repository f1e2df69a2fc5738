package dev.agentloop.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

class QuickstartTest {
    @Test
    void anAgentIsTestedWithAScriptedModel() {
        ScriptedModelProvider model = ScriptedModelProvider.script().text("A loop, tools and a sandbox.");
        try (Agent agent = Agent.builder().modelProvider(model).build()) {
            assertThat(agent.run("Name three things.").finalMessage()).isEqualTo("A loop, tools and a sandbox.");
        }
    }

    @Test
    void aLocalServerNeedsNoKey() {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(Sse.text("A loop, tools and a sandbox."));
            assertThat(LocalModel.ask(server.url(), "any")).isEqualTo("A loop, tools and a sandbox.");
            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.header("authorization")).isEmpty();
                assertThat(request.at("/model")).isEqualTo("any");
            });
        }
    }

    @Test
    @DisabledIfEnvironmentVariable(named = "OPENAI_API_KEY", matches = ".+", disabledReason = "there is a key")
    void withoutAKeyTheErrorSaysWhatToSet() {
        assertThatThrownBy(() -> Quickstart.main(new String[0]))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageContaining("OPENAI_API_KEY is not set");
    }
}

package dev.agentloop.runtime.hostprograms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HelloTest {
    @Test
    void helloInThreeStatements() {
        try (ScriptedModelServer server = ScriptedModelServer.start().respond(Sse.text("Hello, world"))) {
            String said;

            Agent agent = Agent.builder().endpoint(server.endpoint()).model("m").build();
            said = agent.run("Say hello").finalMessage();
            agent.close();

            assertThat(said).isEqualTo("Hello, world");
            assertThat(server.requests().get(0).inputTexts()).endsWith("Say hello");
        }
    }
}

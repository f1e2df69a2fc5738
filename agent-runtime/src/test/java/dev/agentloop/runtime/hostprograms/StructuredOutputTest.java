package dev.agentloop.runtime.hostprograms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.TurnRequest;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The answer as a value. */
@Timeout(60)
class StructuredOutputTest {
    enum Severity {
        LOW,
        HIGH
    }

    record Finding(String file, int line, Severity severity, Optional<String> advice) {}

    record Review(List<Finding> findings) {}

    @Test
    void theAnswerIsARecord() {
        try (ScriptedModelServer server = ScriptedModelServer.start();
                Agent agent =
                        Agent.builder().endpoint(server.endpoint()).model("m").build()) {
            server.respond(Sse.text(
                    "{\"findings\":[{\"file\":\"A.java\",\"line\":7,\"severity\":\"HIGH\",\"advice\":null}]}"));
            TurnRequest request =
                    TurnRequest.builder().text("Review it").output(Review.class).build();

            Review review = agent.startSession().run(request).structuredOutput(Review.class);

            assertThat(review)
                    .isEqualTo(new Review(List.of(new Finding("A.java", 7, Severity.HIGH, Optional.empty()))));
            assertThat(server.requests().get(0).at("/text/format/type")).isEqualTo("json_schema");
        }
    }
}

package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MatchingModelServerTest {
    private final MatchingModelServer server = MatchingModelServer.start();
    private final WireClient client = new WireClient(server.url());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersDependOnWhatTheRequestContains() throws Exception {
        server.when(RequestMatch.any()).respond(Sse.text("else"));
        server.when(RequestMatch.session("a").and(RequestMatch.doesNotAnswer("call_1")))
                .respond(Sse.call("call_1", "add", "{}"));
        server.when(RequestMatch.session("a").and(RequestMatch.answers("call_1")))
                .respond(Sse.text("done"));

        assertThat(client.postForText("{\"prompt_cache_key\":\"b\"}")).contains("\"text\":\"else\"");
        assertThat(client.postForText("{\"prompt_cache_key\":\"a\",\"input\":[]}"))
                .contains("\"call_id\":\"call_1\"");
        assertThat(client.postForText("{\"prompt_cache_key\":\"a\",\"input\":[{\"type\":\"function_call_output\","
                        + "\"call_id\":\"call_1\",\"output\":\"3\"}]}"))
                .contains("\"text\":\"done\"");
        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests().get(2).toolOutput("call_1")).isEqualTo("3");
        server.assertEverythingMatched();
    }

    @Test
    void bodiesPathsAndHeadersCanBeMatched() throws Exception {
        server.when(RequestMatch.bodyContains("weather")).respond(Sse.text("sunny"));
        server.when(RequestMatch.has("$.tools[?(@.name == 'add')]")).respond(Sse.text("adder"));
        server.when(RequestMatch.header("content-type", "text/plain")).respond(Sse.text("plain"));
        server.when(RequestMatch.textAt("$.model", "m")).respondHttp(429, Map.of("retry-after", "1"), "{}");

        assertThat(client.postForText("{\"input\":\"weather\"}")).contains("sunny");
        assertThat(client.postForText("{\"tools\":[{\"name\":\"add\"}]}")).contains("adder");
        assertThat(client.post("{\"model\":\"m\"}").statusCode()).isEqualTo(429);
    }

    @Test
    void aRequestWithoutARuleFailsTheTest() throws Exception {
        assertThat(client.post("{\"input\":\"lost\"}").statusCode()).isEqualTo(404);

        assertThatThrownBy(server::assertEverythingMatched)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("POST /v1/responses")
                .hasMessageContaining("lost");
    }

    @Test
    void everyFaultBreaksTheConnection() {
        for (ModelFault fault : ModelFault.values()) {
            server.when(RequestMatch.any()).fail(fault);

            assertThatThrownBy(() -> client.postForText("{}")).as(fault.name()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void waitingScriptsAreRefused() {
        MatchingModelServer.Rule rule = server.when(RequestMatch.any());

        assertThatThrownBy(() -> rule.respond(Sse.waitFor(Gate.closed())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("This response waits");
        assertThat(server.endpoint().baseUrl()).isEqualTo(server.url());
        assertThat(RequestMatch.any().and(RequestMatch.answers("c"))).hasToString("RequestMatch[any and answers c]");
    }
}

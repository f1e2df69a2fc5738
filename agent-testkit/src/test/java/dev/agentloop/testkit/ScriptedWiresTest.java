package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.model.ModelEndpoint.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same script and the same questions to a request, whatever the wire. */
class ScriptedWiresTest {
    private static final Reply REPLY =
            Reply.of(Sse.reasoning("I add.", "secret"), Sse.text("Adding."), Sse.call("call_1", "add", "{\"a\":1}"));

    static Stream<RecordedRequest> requests() {
        return Stream.of(
                request("/v1/responses", """
                        {"model":"m","instructions":"Be brief.",
                         "tools":[{"type":"function","name":"add"},{"type":"function","name":"echo"}],
                         "input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"1 + 2?"}]},
                          {"type":"function_call","call_id":"call_1","name":"add","arguments":"{}"},
                          {"type":"function_call_output","call_id":"call_1","output":"3"}]}"""), request("/v1/chat/completions", """
                        {"model":"m",
                         "tools":[{"type":"function","function":{"name":"add"}},
                          {"type":"function","function":{"name":"echo"}}],
                         "messages":[{"role":"user","content":"1 + 2?"},
                          {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
                           "function":{"name":"add","arguments":"{}"}}]},
                          {"role":"tool","tool_call_id":"call_1","content":"3"}]}"""), request("/v1/messages", """
                        {"model":"m","tools":[{"name":"add"},{"name":"echo"}],
                         "messages":[{"role":"user","content":[{"type":"text","text":"1 + 2?"}]},
                          {"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"add","input":{}}]},
                          {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"3"}]}]}"""));
    }

    private static RecordedRequest request(String path, String body) {
        return new RecordedRequest("POST", path, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestAnswersTheSameQuestionsOnEveryWire(RecordedRequest request) {
        assertThat(request.inputTypes()).containsExactly("user", "function_call", "function_call_output");
        assertThat(request.inputTexts()).containsExactly("1 + 2?");
        assertThat(request.toolNames()).containsExactly("add", "echo");
        assertThat(request.toolOutput("call_1")).isEqualTo("3");
        assertThat(request.toolOutputCallIds()).containsExactly("call_1");
        assertThat(request.model()).isEqualTo("m");
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void thePathOfARequestDecidesTheFormOfItsAnswer(Wire wire) throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(REPLY);
            WireClient client =
                    new WireClient(server.url(), ScriptedWire.of(wire).path());

            assertThat(client.postForText("{\"model\":\"" + ScriptedModelServer.MODEL + "\"}"))
                    .isEqualTo(new String(REPLY.bodyBytes(wire), StandardCharsets.UTF_8))
                    .contains("secret", "call_1");
            assertThat(server.endpoint(wire).wire()).isEqualTo(wire);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void everyWireHasThePlacesWhereAStreamCanBeCut(Wire wire) throws Exception {
        String whole = new String(REPLY.bodyBytes(wire), StandardCharsets.UTF_8);
        List<Integer> lengths = new ArrayList<>();
        for (StreamMark mark : StreamMark.values()) {
            String before = received(wire, REPLY.endBefore(mark));
            String after = received(wire, REPLY.endAfter(mark));

            assertThat(whole).as("%s", mark).startsWith(before).startsWith(after);
            assertThat(after.substring(before.length()))
                    .as("%s", mark)
                    .endsWith("\n\n")
                    .containsOnlyOnce("data: ");
            lengths.add(after.length());
        }
        assertThat(lengths.get(StreamMark.TEXT_DELTA.ordinal()))
                .isLessThan(lengths.get(StreamMark.TEXT_DONE.ordinal()))
                .isLessThan(lengths.get(StreamMark.CALL_DONE.ordinal()));
        assertThatThrownBy(() -> Reply.http(200, "{}").endAfter(StreamMark.END))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** As the first response of a server. */
    private static String received(Wire wire, Reply reply) throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(reply);
            return new WireClient(server.url(), ScriptedWire.of(wire).path()).postForText("{}");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void anErrorHasTheFormOfTheWire(Wire wire) {
        String body = new String(
                Reply.error(429, "rate_limit_exceeded", "slow down").bodyBytes(wire), StandardCharsets.UTF_8);

        assertThat(body)
                .isEqualTo(
                        wire == Wire.ANTHROPIC_MESSAGES
                                ? "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow down\"}}"
                                : "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\",\"param\":null,"
                                        + "\"code\":\"rate_limit_exceeded\"}}");
    }

    @Test
    void cacheMarkersAreNoPartOfThePrompt() {
        RecordedRequest first = request(
                "/v1/messages",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\","
                        + "\"cache_control\":{\"type\":\"ephemeral\"}}]}]}");
        RecordedRequest second = request(
                "/v1/messages",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"b\"}]}]}");

        second.assertContinues(first);
        assertThatThrownBy(() -> first.assertContinues(second)).isInstanceOf(AssertionError.class);
    }
}

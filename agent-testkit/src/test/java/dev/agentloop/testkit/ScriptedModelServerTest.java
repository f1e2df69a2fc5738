package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScriptedModelServerTest {
    private static final String BODY = "{\"model\":\"m-1\",\"stream\":true,\"input\":[]}";

    private final ScriptedModelServer server = ScriptedModelServer.start();
    private final WireClient client = new WireClient(server.url());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aMessageComesAsTheEventsOfTheRealService() throws Exception {
        server.respond(Sse.deltas("Hel", "lo"));

        List<JsonNode> events = client.postForEvents(BODY);

        assertThat(WireClient.types(events))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(events)
                .extracting(event -> event.path("sequence_number").asInt())
                .containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
        JsonNode response = events.get(9).path("response");
        assertThat(response.at("/output/0/content/0/text").asText()).isEqualTo("Hello");
        assertThat(response.path("model").asText()).isEqualTo("m-1");
        assertThat(response.path("usage")).isEqualTo(WireClient.MAPPER.readTree("""
                        {"input_tokens":100,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},
                         "output_tokens":10,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":110}"""));
        server.assertScriptFinished();
    }

    @Test
    void aLongTextComesInSeveralDeltasThatAddUp() throws Exception {
        String text = "a\uD83D\uDE00".repeat(50);
        server.respond(Sse.text(text));

        List<String> deltas = client.postForEvents(BODY).stream()
                .filter(event -> event.path("type").asText().equals("response.output_text.delta"))
                .map(event -> event.path("delta").asText())
                .toList();

        assertThat(deltas).hasSizeBetween(2, 8).noneMatch(delta -> delta.contains("\uFFFD"));
        assertThat(String.join("", deltas)).isEqualTo(text);
    }

    @Test
    void severalCallsAndReasoningStandInOneResponse() throws Exception {
        server.respond(
                Sse.reasoning("thinking", "secret"),
                Sse.call("call_1", "add", "{\"a\":1}"),
                Sse.customCall("call_2", "patch", "*** Begin"),
                Sse.usage(50, 40, 9, 5));

        List<JsonNode> events = client.postForEvents(BODY);

        JsonNode response = events.get(events.size() - 1).path("response");
        assertThat(response.path("output")).isEqualTo(WireClient.MAPPER.readTree("""
                        [{"id":"rs_1_0","type":"reasoning","summary":[{"type":"summary_text","text":"thinking"}],
                          "encrypted_content":"secret"},
                         {"id":"fc_1_1","type":"function_call","status":"completed","arguments":"{\\"a\\":1}",
                          "call_id":"call_1","name":"add"},
                         {"id":"ctc_1_2","type":"custom_tool_call","status":"completed","input":"*** Begin",
                          "call_id":"call_2","name":"patch"}]"""));
        assertThat(response.at("/usage/input_tokens_details/cached_tokens").asInt())
                .isEqualTo(40);
        assertThat(WireClient.types(events))
                .contains(
                        "response.reasoning_summary_text.delta",
                        "response.function_call_arguments.done",
                        "response.custom_tool_call_input.delta");
    }

    @Test
    void aResponseCanFailEndEarlyOrEndWithoutAWord() throws Exception {
        server.respond(Sse.text("a"), Sse.failed("server_error", "broken"));
        server.respond(Sse.text("a"), Sse.incomplete("max_output_tokens"));
        server.respond(Sse.error("rate_limit_exceeded", "slow down"));
        server.respond(Sse.text("a"), Sse.noTerminalEvent());

        JsonNode failed = last(client.postForEvents(BODY));
        JsonNode incomplete = last(client.postForEvents(BODY));
        JsonNode error = last(client.postForEvents(BODY));
        JsonNode silent = last(client.postForEvents(BODY));

        assertThat(failed.at("/response/error/message").asText()).isEqualTo("broken");
        assertThat(incomplete.at("/response/incomplete_details/reason").asText())
                .isEqualTo("max_output_tokens");
        assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(silent.path("type").asText()).isEqualTo("response.output_item.done");
    }

    @Test
    void rawTextCommentsAndUnknownEventsAreWrittenAsTheyAre() throws Exception {
        server.respond(Sse.comment("alive"), Sse.raw("data: {\"type\":\"x\"}"), Sse.event("response.new", "{\"a\":1}"));

        String stream = client.postForText(BODY);

        assertThat(stream)
                .contains(": alive\n\ndata: {\"type\":\"x\"}\n\nevent: response.new\ndata: {\"a\":1}\n\nevent: ");
    }

    @Test
    void mistakesInAScriptAreFoundWhenItIsWritten() {
        assertThatThrownBy(() -> server.respond(Sse.failed("a", "b"), Sse.text("c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Nothing may follow");
        assertThatThrownBy(() -> Sse.item("[]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not a JSON object: []");
        assertThatThrownBy(() -> Sse.event("new", "{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Not JSON: {");
    }

    @Test
    void plainHttpAnswersKeepStatusHeadersAndBody() throws Exception {
        server.respondHttp(429, Map.of("retry-after", "3"), "slow");

        HttpResponse<java.io.InputStream> response = client.post(BODY);

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).hasValue("3");
        assertThat(response.headers().firstValue("x-request-id")).hasValue("req_1");
        assertThat(new String(response.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("slow");
    }

    @Test
    void aRequestBeyondTheScriptIsRefusedAndFailsTheTest() throws Exception {
        HttpResponse<java.io.InputStream> response = client.post(BODY);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(WireClient.MAPPER.readTree(response.body()).at("/error/code").asText())
                .isEqualTo("script_exhausted");
        assertThatThrownBy(server::assertScriptFinished)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The script has no reply for request 1");
    }

    @Test
    void anUnfetchedReplyFailsTheTest() {
        server.respond(Sse.text("never"));

        assertThatThrownBy(server::assertScriptFinished)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 scripted replies were not fetched");
    }

    @Test
    void aResponderSeesTheRequestAndABrokenOneIsReported() throws Exception {
        server.respondWith(request -> Reply.of(Sse.text(request.at("/model"))));
        server.respondWith(request -> {
            throw new IllegalStateException("mistake");
        });
        server.otherwise(request -> Reply.of(Sse.text("again")));

        assertThat(client.postForText(BODY)).contains("\"text\":\"m-1\"");
        assertThat(client.postForText(BODY)).contains("responder_failed");
        assertThat(client.postForText(BODY)).contains("\"text\":\"again\"");
        assertThat(client.postForText(BODY)).contains("\"text\":\"again\"");
        assertThatThrownBy(server::assertScriptFinished)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The responder of request 2 failed");
    }

    @Test
    void otherMethodsAreRecordedAndUseUpNoReply() throws Exception {
        server.respond(Sse.text("kept"));

        assertThat(client.get().statusCode()).isEqualTo(404);
        assertThat(client.postForText(BODY)).contains("kept");
        assertThat(server.requests())
                .extracting(RecordedRequest::method, RecordedRequest::path)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("GET", "/v1/responses"),
                        org.assertj.core.groups.Tuple.tuple("POST", "/v1/responses"));
    }

    @Test
    void manyConnectionsAreServedInParallel() throws Exception {
        Gate gate = Gate.closed();
        server.otherwise(request -> Reply.of(Sse.waitFor(gate), Sse.text(request.at("/input"))));
        ExecutorService callers = Executors.newFixedThreadPool(40);
        try {
            List<Future<String>> answers = IntStream.range(0, 40)
                    .mapToObj(i -> callers.submit(
                            (Callable<String>) () -> client.postForText("{\"input\":\"number " + i + "\"}")))
                    .toList();
            for (int i = 0; i < 40; i++) {
                server.takeRequest(Duration.ofSeconds(10));
            }
            gate.open();
            for (int i = 0; i < 40; i++) {
                assertThat(answers.get(i).get()).contains("\"text\":\"number " + i + "\"");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void waitingForARequestIsBounded() {
        assertThatThrownBy(() -> server.takeRequest(Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Request 1 did not come within PT0.02S");
    }

    @Test
    void theEndpointPointsHereAndClosingTwiceIsHarmless() {
        assertThat(server.endpoint().baseUrl()).isEqualTo(server.url());
        assertThat(server.url().getPath()).isEqualTo("/v1");
        server.close();
        server.close();
        assertThatThrownBy(() -> client.postForText(BODY)).isInstanceOf(java.io.IOException.class);
    }

    private static JsonNode last(List<JsonNode> events) {
        return events.get(events.size() - 1);
    }
}

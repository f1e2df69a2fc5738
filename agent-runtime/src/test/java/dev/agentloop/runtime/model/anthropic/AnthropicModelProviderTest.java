package dev.agentloop.runtime.model.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.testkit.Gate;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.HostedTool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnthropicModelProviderTest {
    private static final String KEY = "sk-ant-secret-key";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Sse SEARCH =
            Sse.item("{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{\"query\":\"q\"}}");

    private final ScriptedModelServer server = ScriptedModelServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theKeyAndTheVersionAreHeaders() throws Exception {
        server.respond(Sse.text("Hi"));
        read(endpoint(), request("m"));

        RecordedRequest sent = server.requests().get(0);
        assertThat(sent.path()).isEqualTo("/v1/messages");
        assertThat(sent.header("x-api-key")).hasValue(KEY);
        assertThat(sent.header("anthropic-version")).hasValue("2023-06-01");
        assertThat(sent.header("authorization")).isEmpty();
        assertThat(sent.header("anthropic-beta")).isEmpty();
    }

    @Test
    void headersOfTheEndpointWin() throws Exception {
        server.respond(Sse.text("Hi"));
        read(endpoint().header("anthropic-version", "2099-01-01"), request("m"));

        assertThat(server.requests().get(0).headers().get("anthropic-version")).containsExactly("2099-01-01");
    }

    @Test
    void modelsThatThinkByABudgetMayThinkBetweenCalls() throws Exception {
        for (String model : List.of("claude-sonnet-4-5", "claude-opus-4-6", "other")) {
            server.respond(Sse.text("Hi"));
            read(
                    endpoint(),
                    ModelRequest.builder(model)
                            .input(request(model).input())
                            .effort(Optional.of(ReasoningEffort.HIGH))
                            .build());
        }

        assertThat(server.requests())
                .extracting(sent -> sent.header("anthropic-beta").orElse(""))
                .containsExactly("interleaved-thinking-2025-05-14", "", "");
    }

    @Test
    void theKeyIsNeverToldEvenIfTheServiceRepeatsIt() {
        server.respond(Reply.error(401, "invalid_api_key", "invalid x-api-key " + KEY));
        ModelException failure = catchThrowableOfType(ModelException.class, () -> read(endpoint(), request("m")));

        assertThat(failure.kind()).isEqualTo(ModelException.Kind.AUTHENTICATION);
        assertThat(failure.requestId()).hasValue("req_1");
        assertThat(failure.getMessage()).contains("[redacted]").doesNotContain(KEY);
        assertThat(endpoint().build().toString()).doesNotContain(KEY);
    }

    @Test
    void anOverloadedServiceMayBeAskedAgain() {
        server.respond(Reply.error(529, "server_is_overloaded", "Overloaded"));
        ModelException failure = catchThrowableOfType(ModelException.class, () -> read(endpoint(), request("m")));

        assertThat(failure.kind()).isEqualTo(ModelException.Kind.SERVER);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.code()).hasValue("overloaded_error");
    }

    @Test
    void anAnswerThatTheServicePausesIsContinued() throws Exception {
        server.respond(Sse.text("Searching"), SEARCH, Sse.usage(10, 0, 5, 0), Sse.incomplete("pause_turn"))
                .respond(Sse.text("Found"), Sse.usage(20, 10, 7, 0));

        List<ModelEvent> events = read(endpoint(), search());

        assertThat(events.get(events.size() - 1))
                .isEqualTo(new ModelEvent.Completed(
                        ModelEvent.StopReason.DONE, "end_turn", new TokenUsage(30, 10, 0, 12, 0), "msg_2", "m"));
        assertThat(events.stream()
                        .filter(ModelEvent.ItemStarted.class::isInstance)
                        .map(event -> ((ModelEvent.ItemStarted) event).itemId()))
                .containsExactly("item_0", "item_1", "item_2");
        RecordedRequest second = server.requests().get(1);
        assertThat(second.inputTypes()).containsExactly("user", "assistant", "server_tool_use");
        second.assertContinues(server.requests().get(0));
        server.assertScriptFinished();
    }

    @Test
    void closingWhileAPausedAnswerIsContinuedEndsItAtOnce() throws Exception {
        Gate gate = Gate.closed();
        server.respond(SEARCH, Sse.incomplete("pause_turn")).respondWith(request -> {
            try {
                gate.pass();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reply.of(Sse.text("late"));
        });
        try (AnthropicModelProvider provider = provider(endpoint())) {
            ModelStream stream = provider.open(search());
            FutureTask<List<ModelEvent>> reader = new FutureTask<>(() -> readAll(stream));
            new Thread(reader, "reader").start();
            gate.awaitReached(SOON);

            stream.close();

            assertThat(reader.get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .noneMatch(ModelEvent.Completed.class::isInstance);
            gate.open();
        }
    }

    @Test
    void tokensAreCountedByTheServiceWhereItCan() throws Exception {
        server.respond(Reply.http(200, "{\"input_tokens\":2095}"))
                .respond(Reply.error(404, "not_found", "no such path"))
                .respond(Reply.http(200, "{}"))
                .respond(Reply.error(429, "rate_limit_exceeded", "slow down"));
        try (AnthropicModelProvider provider = provider(endpoint())) {
            assertThat(provider.countTokens(request("m"))).hasValue(2095);
            assertThat(provider.countTokens(request("m"))).isEmpty();
            assertThat(provider.countTokens(request("m"))).isEmpty();
            assertThat(catchThrowableOfType(ModelException.class, () -> provider.countTokens(request("m")))
                            .kind())
                    .isEqualTo(ModelException.Kind.RATE_LIMIT);
        }
        RecordedRequest sent = server.requests().get(0);
        assertThat(sent.path()).isEqualTo("/v1/messages/count_tokens");
        assertThat(sent.header("x-api-key")).hasValue(KEY);
        assertThat(sent.has("/stream")).isFalse();
    }

    private ModelEndpoint.Builder endpoint() {
        return server.endpointBuilder(Wire.ANTHROPIC_MESSAGES).apiKey(() -> KEY);
    }

    private static AnthropicModelProvider provider(ModelEndpoint.Builder endpoint) {
        ModelEndpoint built = endpoint.build();
        return new AnthropicModelProvider(built, built.apiKey());
    }

    private static ModelRequest request(String model) {
        return ModelRequest.builder(model)
                .input(List.of(ModelItem.Message.of(ModelItem.Role.USER, "Hello")))
                .build();
    }

    private static ModelRequest search() {
        return ModelRequest.builder("m")
                .input(request("m").input())
                .hostedTools(List.of(HostedTool.webSearch()))
                .build();
    }

    private static List<ModelEvent> read(ModelEndpoint.Builder endpoint, ModelRequest request)
            throws InterruptedException {
        try (AnthropicModelProvider provider = provider(endpoint);
                ModelStream stream = provider.open(request)) {
            return readAll(stream);
        }
    }

    private static List<ModelEvent> readAll(ModelStream stream) throws InterruptedException {
        List<ModelEvent> events = new ArrayList<>();
        for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
            events.add(event);
        }
        return events;
    }
}

package dev.agentloop.runtime.model.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentloop.ContextWindowExceededException;
import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemDone;
import dev.agentloop.model.ModelEvent.ItemStarted;
import dev.agentloop.model.ModelEvent.KeepAlive;
import dev.agentloop.model.ModelEvent.TextDelta;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.runtime.model.FaultServer;
import dev.agentloop.runtime.model.OpenAiSchema;
import dev.agentloop.runtime.model.SampleStreams;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ResponsesModelProviderTest {
    private static final String KEY = "sk-test-0123456789";

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @Test
    void theRequestHasTheAddressHeadersAndBodyOfTheProtocol() throws Exception {
        FaultServer server = server(FaultServer.stream(SampleStreams.text("Hi")));
        ModelEndpoint endpoint = Requests.endpoint(server)
                .apiKey(() -> KEY + "\n")
                .header("X-Team", "green")
                .queryParameter("api-version", "2025-04-01")
                .build();

        Requests.readAll(provider(endpoint).open(Requests.hello()));

        FaultServer.Request request = server.requests().get(0);
        assertThat(request.line()).isEqualTo("POST /v1/responses?api-version=2025-04-01 HTTP/1.1");
        assertThat(request.headers())
                .containsEntry("Authorization", "Bearer " + KEY)
                .containsEntry("X-Team", "green")
                .containsEntry("Accept", "text/event-stream")
                .containsEntry("Content-Type", "application/json");
        assertThat(request.headers().get("User-Agent")).startsWith("agentloop/");
        assertThat(request.bodyText())
                .isEqualTo("{\"model\":\"test-model\",\"stream\":true,\"store\":false,"
                        + "\"include\":[\"reasoning.encrypted_content\"],\"instructions\":\"Be brief\","
                        + "\"parallel_tool_calls\":true,\"tools\":[{\"type\":\"function\",\"name\":\"read_file\","
                        + "\"description\":\"Reads a file\","
                        + "\"parameters\":{\"type\":\"object\", \"properties\":{\"path\":{\"type\":\"string\"}}},"
                        + "\"strict\":false},{\"type\":\"function\",\"name\":\"apply_patch\","
                        + "\"description\":\"Changes files\",\"parameters\":{\"type\":\"object\","
                        + "\"properties\":{\"input\":{\"type\":\"string\"}}},\"strict\":false}],"
                        + "\"input\":[{\"type\":\"message\",\"role\":\"user\","
                        + "\"content\":[{\"type\":\"input_text\",\"text\":\"Hello\"}]}],"
                        + "\"prompt_cache_key\":\"session-1\"}");
        OpenAiSchema.assertValidRequest(request.body());
    }

    @Test
    void azureTakesItsKeyInAHeaderOfItsOwn() throws Exception {
        FaultServer server = server(FaultServer.stream(SampleStreams.text("Hi")));
        ModelEndpoint endpoint =
                Requests.endpoint(server).header("api-key", KEY).build();

        Requests.readAll(provider(endpoint).open(Requests.hello()));

        assertThat(server.requests().get(0).headers())
                .containsEntry("api-key", KEY)
                .doesNotContainKey("Authorization");
    }

    @Test
    void aResponseArrivesAsEvents() throws Exception {
        FaultServer server = server(FaultServer.stream(SampleStreams.text("Hi")));

        List<ModelEvent> events =
                Requests.readAll(provider(Requests.endpoint(server).build()).open(Requests.hello()));

        ModelItem message = Requests.items(events).get(0);
        assertThat(((ModelItem.Message) message).text()).isEqualTo("Hi");
        assertThat(events)
                .containsExactly(
                        KeepAlive.INSTANCE,
                        new ItemStarted("msg_1", ItemStarted.Kind.MESSAGE, ""),
                        new TextDelta("msg_1", "Hi"),
                        new ItemDone("msg_1", message),
                        new ModelEvent.Completed(
                                ModelEvent.StopReason.DONE,
                                "",
                                new TokenUsage(10, 4, 2, 5, 3),
                                "resp_1",
                                "test-model"));
    }

    @Test
    void oneConnectionServesManyRequests() throws Exception {
        FaultServer server = server(FaultServer.stream(SampleStreams.text("Hi")));
        ResponsesModelProvider provider = provider(Requests.endpoint(server).build());
        for (int i = 0; i < 20; i++) {
            assertThat(Requests.readAll(provider.open(Requests.hello()))).hasSize(5);
        }
        assertThat(server.requests()).hasSize(20);
        assertThat(server.acceptedConnections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST, false",
        "401, AUTHENTICATION, false",
        "403, PERMISSION, false",
        "404, NOT_FOUND, false",
        "408, TIMEOUT, true",
        "409, SERVER, true",
        "413, INVALID_REQUEST, false",
        "422, INVALID_REQUEST, false",
        "429, RATE_LIMIT, true",
        "500, SERVER, true",
        "502, SERVER, true",
        "503, SERVER, true",
        "529, SERVER, true",
    })
    void aStatusBecomesAFailureWithTheServicesWordsAndItsRequestId(int status, Kind kind, boolean retryable)
            throws Exception {
        FaultServer server = server(FaultServer.status(
                status,
                "{\"error\":{\"message\":\"No, because " + KEY + "\",\"type\":\"some_type\",\"code\":\"some_code\"}}",
                "x-request-id: req_7",
                "Retry-After: 0"));
        ModelException failure =
                refused(Requests.endpoint(server).apiKey(() -> KEY).build());

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.status()).hasValue(status);
        assertThat(failure.code()).contains("some_code");
        assertThat(failure.requestId()).contains("req_7");
        assertThat(failure.retryAfter()).contains(Duration.ZERO);
        assertThat(failure)
                .hasMessage("localhost refused the request with status " + status
                        + ": No, because [redacted] (some_code) [request req_7]");
        assertThat(server.requests())
                .as("the HTTP client sends nothing on its own")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after-ms: 1500, 1500",
        "Retry-After: 3, 3000",
        "Retry-After: 0.25, 250",
        "'Date: Wed, 21 Oct 2026 07:28:00 GMT|Retry-After: Wed, 21 Oct 2026 07:28:10 GMT', 10000",
        "X-Other: 1, 7500",
    })
    void theServicesWishToWaitIsReadInEveryForm(String headers, long millis) throws Exception {
        FaultServer server = server(FaultServer.status(
                429,
                "{\"error\":{\"message\":\"Rate limit. Please try again in 7.5s.\",\"code\":\"rate_limit_exceeded\"}}",
                headers.split("\\|")));
        assertThat(refused(Requests.endpoint(server).build()).retryAfter()).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "429, insufficient_quota, QUOTA",
        "403, billing_not_active, QUOTA",
        "400, context_length_exceeded, CONTEXT_WINDOW",
        "404, model_not_found, NOT_FOUND",
    })
    void whatTryingAgainCannotHelpIsNotRetryable(int status, String code, Kind kind) throws Exception {
        FaultServer server = server(FaultServer.status(
                status,
                "{\"error\":{\"message\":\"No\",\"type\":\"invalid_request_error\",\"code\":\"" + code + "\"}}"));
        ModelException failure = refused(Requests.endpoint(server).build());
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void aLocalServersWordsForAFullContextAreUnderstood() throws Exception {
        FaultServer server = server(FaultServer.status(
                400, "{\"error\":\"This model's maximum context length is 4096 tokens, you asked for 5000\"}"));
        assertThat(refused(Requests.endpoint(server).build())).isInstanceOf(ContextWindowExceededException.class);
    }

    @Test
    void aPageInsteadOfAStreamIsShownInPart() throws Exception {
        FaultServer server = server(FaultServer.status(
                200, "<html>\u001b[31m\nPlease log in " + "x".repeat(5000), "Content-Type: text/html"));
        ModelException failure = refused(Requests.endpoint(server).build());

        assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.getMessage())
                .startsWith("localhost answered with text/html instead of an event stream; is /v1/responses the address"
                        + " of a model service? It begins: <html> [31m Please log in xxx")
                .hasSizeLessThan(500);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        FaultServer server = server(FaultServer.status(307, "", "Location: http://localhost:1/v1/responses"));
        ModelException failure = refused(Requests.endpoint(server).build());
        assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void aServerThatIsNotThereIsAConnectionFailure() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ModelException failure = refused(ModelEndpoint.responses(URI.create("http://localhost:" + port + "/v1"))
                .build());
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void anUnknownHostIsAConnectionFailure() {
        ModelException failure = refused(ModelEndpoint.responses(URI.create("http://no-such-host.invalid/v1"))
                .build());
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    }

    @Test
    void aKeyThatCannotBeSentIsRefusedWithoutShowingIt() throws Exception {
        FaultServer server = server(FaultServer.stream(SampleStreams.text("Hi")));
        ModelException failure =
                refused(Requests.endpoint(server).apiKey(() -> "sk-gehëim").build());
        assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(failure).hasMessage("No request was sent: character 7 of the key cannot be sent in a header");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aHeaderThatCannotBeSentIsRefusedWithoutShowingItsValue() throws Exception {
        FaultServer server = server(FaultServer.stream(SampleStreams.text("Hi")));
        ModelException failure =
                refused(Requests.endpoint(server).header("api-key", "gehëim").build());
        assertThat(failure.getMessage()).contains("'api-key'").doesNotContain("geh");
        assertThat(failure.getCause()).isNull();
    }

    @Test
    void aSupplierOfKeysThatFailsIsAnAuthenticationFailure() throws Exception {
        FaultServer server = server(FaultServer.stream(SampleStreams.text("Hi")));
        ModelException failure = refused(Requests.endpoint(server)
                .apiKey(() -> {
                    throw new IllegalStateException("vault is sealed");
                })
                .build());
        assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(failure.getCause()).hasMessage("vault is sealed");
    }

    @Test
    void closingFromAnotherThreadEndsTheWaitAtOnce() throws Exception {
        FaultServer server = server(FaultServer.stallAfter(SampleStreams.text("Hi"), 10));
        ModelStream stream = provider(Requests.endpoint(server).build()).open(Requests.hello());
        var executor = Executors.newSingleThreadExecutor();
        opened.add(executor::shutdownNow);
        CountDownLatch reading = new CountDownLatch(1);
        Future<ModelEvent> event = executor.submit(() -> {
            reading.countDown();
            return stream.next();
        });
        reading.await();

        long start = System.nanoTime();
        stream.close();

        assertThat(event.get(5, TimeUnit.SECONDS)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void anInterruptEndsTheWaitForTheAnswersHead() throws Exception {
        FaultServer server = server(FaultServer.silence());
        assertInterrupted(() -> provider(Requests.endpoint(server).build()).open(Requests.hello()), server);
    }

    @Test
    void anInterruptEndsTheWaitForTheNextEvent() throws Exception {
        FaultServer server = server(FaultServer.stallAfter(SampleStreams.text("Hi"), 10));
        assertInterrupted(
                () -> provider(Requests.endpoint(server).build())
                        .open(Requests.hello())
                        .next(),
                server);
    }

    @Test
    void aSilentServerIsATimeout() throws Exception {
        FaultServer server = server(FaultServer.silence());
        ModelException failure = refused(Requests.endpoint(server)
                .streamIdleTimeout(Duration.ofMillis(100))
                .build());
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void aBodyOfMoreThanEightKilobytesIsUploadedWithoutNaglesDelay() throws Exception {
        FaultServer server = server(FaultServer.stream(SampleStreams.text("Hi")));
        ResponsesModelProvider provider = provider(Requests.endpoint(server).build());
        ModelRequest request = Requests.session(List.of(Requests.user("x".repeat(40_000))));
        for (int i = 0; i < 40; i++) {
            Requests.readAll(provider.open(request));
        }
        long[] nanos = server.requests().stream()
                .skip(5)
                .mapToLong(FaultServer.Request::uploadNanos)
                .sorted()
                .toArray();
        assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(10));
    }

    @Test
    void aServiceThatKeepsTheConversationGetsNewItemsOnly() throws Exception {
        FaultServer server = server(
                FaultServer.stream(SampleStreams.reasoningTextAndCall()), FaultServer.stream(SampleStreams.text("Hi")));
        ResponsesModelProvider provider =
                provider(Requests.endpoint(server).serverStoredResponses(true).build());
        List<ModelItem> history = new ArrayList<>(List.of(Requests.user("Hello")));
        history.addAll(Requests.items(Requests.readAll(provider.open(Requests.session(List.copyOf(history))))));
        history.add(Requests.output("call_1", "content"));

        Requests.readAll(provider.open(Requests.session(List.copyOf(history))));

        String second = server.requests().get(1).bodyText();
        assertThat(server.requests().get(0).bodyText())
                .contains("\"store\":true")
                .doesNotContain("include");
        assertThat(second)
                .contains(
                        "\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"call_1\",\"output\":\"content\"}],"
                                + "\"previous_response_id\":\"resp_1\"");
        OpenAiSchema.assertValidRequest(server.requests().get(1).body());
    }

    @Test
    void aServiceThatForgotTheConversationGetsAllOfIt() throws Exception {
        FaultServer server = server(
                FaultServer.stream(SampleStreams.reasoningTextAndCall()),
                FaultServer.status(
                        400,
                        "{\"error\":{\"message\":\"Previous response with id 'resp_1' not found.\","
                                + "\"code\":\"previous_response_not_found\",\"param\":\"previous_response_id\"}}"),
                FaultServer.stream(SampleStreams.text("Hi")));
        ResponsesModelProvider provider =
                provider(Requests.endpoint(server).serverStoredResponses(true).build());
        List<ModelItem> history = new ArrayList<>(List.of(Requests.user("Hello")));
        history.addAll(Requests.items(Requests.readAll(provider.open(Requests.session(List.copyOf(history))))));
        history.add(Requests.output("call_1", "content"));

        assertThat(Requests.readAll(provider.open(Requests.session(List.copyOf(history)))))
                .hasSize(5);

        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests().get(2).bodyText())
                .contains("Hello", "call_1", "rs_1")
                .doesNotContain("previous_response_id");
    }

    @Test
    void noTextFormShowsTheKey() throws Exception {
        FaultServer server = server(FaultServer.status(401, "{\"error\":{\"message\":\"Wrong key " + KEY + "\"}}"));
        ModelEndpoint endpoint = Requests.endpoint(server)
                .apiKey(() -> KEY)
                .header("api-key", "another-" + KEY)
                .build();
        ModelException failure = refused(endpoint);
        java.io.StringWriter trace = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(trace));

        assertThat(List.of(trace.toString(), provider(endpoint).toString(), endpoint.toString(), failure.toString()))
                .noneMatch(text -> text.contains(KEY));
    }

    private void assertInterrupted(java.util.concurrent.Callable<?> waiting, FaultServer server) throws Exception {
        var executor = Executors.newSingleThreadExecutor();
        opened.add(executor::shutdownNow);
        CountDownLatch ended = new CountDownLatch(1);
        Thread[] thread = new Thread[1];
        Future<Optional<Throwable>> result = executor.submit(() -> {
            thread[0] = Thread.currentThread();
            try {
                waiting.call();
                return Optional.empty();
            } catch (Throwable e) {
                return Optional.of(e);
            } finally {
                ended.countDown();
            }
        });
        while (server.requests().isEmpty()) {
            Thread.onSpinWait();
        }
        while (ended.getCount() > 0) {
            thread[0].interrupt();
            ended.await(20, TimeUnit.MILLISECONDS);
        }
        assertThat(result.get()).get().isInstanceOf(InterruptedException.class);
    }

    private ModelException refused(ModelEndpoint endpoint) {
        return catchThrowableOfType(
                ModelException.class, () -> provider(endpoint).open(Requests.hello()));
    }

    private ResponsesModelProvider provider(ModelEndpoint endpoint) {
        ResponsesModelProvider provider = Requests.provider(endpoint);
        opened.add(provider);
        return provider;
    }

    private FaultServer server(FaultServer.Answer... answers) throws IOException {
        FaultServer server = FaultServer.answering(answers);
        opened.add(server);
        opened.add(() -> assertThat(server.problems()).isEmpty());
        assertThat(Arrays.asList(answers)).isNotEmpty();
        return server;
    }
}

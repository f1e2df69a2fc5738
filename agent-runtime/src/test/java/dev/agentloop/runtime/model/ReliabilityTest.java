package dev.agentloop.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.concurrent.Deadlines;
import dev.agentloop.runtime.concurrent.TurnThreads;
import dev.agentloop.runtime.model.FaultServer.Answer;
import dev.agentloop.runtime.model.FaultServer.Cut;
import dev.agentloop.runtime.model.responses.ResponsesModelProvider;
import dev.agentloop.tool.ToolOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Client and wire together against a server that fails on purpose. The loop is a small stand-in: it counts how often
 * each call would have been run.
 */
@Timeout(120)
class ReliabilityTest {
    private static final byte[] STREAM = SampleStreams.reasoningTextAndCall();
    private static final byte[] HELLO = SampleStreams.text("Hi");
    private static final String RATE_LIMIT =
            "{\"error\":{\"message\":\"Slow down\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}";

    private final RecordingSink sink = new RecordingSink();
    private final TestCancellation cancel = new TestCancellation();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deadlines deadlines = new Deadlines(TurnThreads.ofDefaults());
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(deadlines));

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @Test
    void whereverAStreamIsCutEachCallRunsOnceAndNothingIsLost() throws Exception {
        FaultServer server = server();
        ModelClient client = client(server, Duration.ofMinutes(1), 5);
        for (Cut cut : List.of(Cut.CLEAN_END, Cut.CLOSE)) {
            for (int bytes = 0; bytes < STREAM.length; bytes += 5) {
                server.then(FaultServer.cutAfter(STREAM, bytes, cut));
                server.then(answerThatKnowsWhatWasDone(server));
                Map<String, Integer> calls = runLoop(client);
                assertThat(calls).as("%s after byte %s", cut, bytes).isEqualTo(Map.of("call_1", 1));
            }
        }
        assertThat(server.problems()).isEmpty();
    }

    @Test
    void aConnectionThatIsResetIsTriedAgain() throws Exception {
        FaultServer server = server(FaultServer.cutAfter(HELLO, 200, Cut.RESET), FaultServer.stream(HELLO));
        assertThat(run(client(server))).isInstanceOf(Outcome.Completed.class);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aStreamThatEndsProperlyButEarlyIsNotASuccess() throws Exception {
        FaultServer server = server(FaultServer.cutAfter(HELLO, 300, Cut.CLEAN_END));
        ModelException failure = catchThrowableOfType(ModelException.class, () -> run(client(server)));
        assertThat(failure.kind()).isEqualTo(Kind.STREAM_CUT);
        assertThat(failure.attempt()).isEqualTo(6);
    }

    @Test
    void anErrorInsideTheStreamIsTypedAndTriedAgain() throws Exception {
        FaultServer server = server(
                stream(SampleStreams.created()
                        + SampleStreams.event(
                                "error", "\"code\":\"server_error\",\"message\":\"Sorry\",\"param\":null")),
                FaultServer.stream(HELLO));
        assertThat(run(client(server))).isInstanceOf(Outcome.Completed.class);
        assertThat(sink.retries).extracting(RecordingSink.Retry::kind).containsExactly(Kind.SERVER);
    }

    @Test
    void aFailedResponseIsTriedAgainWhenTheServiceSaysSo() throws Exception {
        FaultServer server = server(
                stream(SampleStreams.event(
                        "response.failed",
                        "\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"rate_limit_exceeded\","
                                + "\"message\":\"Rate limit reached. Please try again in 1.5s.\"}}")),
                FaultServer.stream(HELLO));
        assertThat(run(client(server))).isInstanceOf(Outcome.Completed.class);
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(1500), Duration.ofMillis(1650));
    }

    @Test
    void anIncompleteResponseIsAnOutcomeWithItsPartialText() throws Exception {
        String half = SampleStreams.message("msg_1", "Once").replace("completed", "incomplete");
        FaultServer server = server(stream(SampleStreams.done(0, half)
                + SampleStreams.event(
                        "response.incomplete",
                        "\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":"
                                + "\"max_output_tokens\"},\"output\":[" + half + "]}")));
        Outcome.Completed outcome = (Outcome.Completed) run(client(server));
        assertThat(outcome.event().stopReason()).isEqualTo(ModelEvent.StopReason.MAX_OUTPUT_TOKENS);
        assertThat(sink.events).anyMatch(ModelEvent.ItemDone.class::isInstance);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void tooManyRequestsWaitsAsLongAsTheServiceAsks() throws Exception {
        FaultServer server = server(FaultServer.status(429, RATE_LIMIT, "Retry-After: 3"), FaultServer.stream(HELLO));
        assertThat(run(client(server))).isInstanceOf(Outcome.Completed.class);
        assertThat(pauses).hasSize(1);
        assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3300));
    }

    @Test
    void tooManyRequestsForeverIsBounded() throws Exception {
        FaultServer server = server(FaultServer.status(429, RATE_LIMIT));
        ModelException failure = catchThrowableOfType(ModelException.class, () -> run(client(server)));
        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMIT);
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    void aUsedUpQuotaIsNeverTriedAgain() throws Exception {
        FaultServer server = server(FaultServer.status(
                429,
                "{\"error\":{\"message\":\"Pay\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}"));
        ModelException failure = catchThrowableOfType(ModelException.class, () -> run(client(server)));
        assertThat(failure.kind()).isEqualTo(Kind.QUOTA);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aBrokenServerIsTriedAgain() throws Exception {
        for (int status : new int[] {500, 502, 503, 504}) {
            FaultServer server =
                    server(FaultServer.status(status, "oops", "Retry-After: 0"), FaultServer.stream(HELLO));
            assertThat(run(client(server))).isInstanceOf(Outcome.Completed.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aRequestTheServiceFindsWrongIsNotTriedAgain() throws Exception {
        FaultServer server = server(FaultServer.status(
                400,
                "{\"error\":{\"message\":\"No such tool\",\"type\":\"invalid_request_error\"}}",
                "x-request-id: r9"));
        ModelException failure = catchThrowableOfType(ModelException.class, () -> run(client(server)));
        assertThat(failure)
                .hasMessage("localhost refused the request with status 400: No such tool (invalid_request_error)"
                        + " [request r9]");
        assertThat(failure.attempt()).isEqualTo(1);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void silenceIsATimeoutAndIsTriedAgain() throws Exception {
        FaultServer server = server(FaultServer.stallAfter(HELLO, 100), FaultServer.stream(HELLO));
        assertThat(run(client(server, Duration.ofMillis(150), 5))).isInstanceOf(Outcome.Completed.class);
        assertThat(sink.retries).extracting(RecordingSink.Retry::kind).containsExactly(Kind.TIMEOUT);
    }

    @Test
    void silenceBeforeTheAnswerIsATimeoutToo() throws Exception {
        FaultServer server = server(FaultServer.silence(), FaultServer.stream(HELLO));
        assertThat(run(client(server, Duration.ofMillis(150), 5))).isInstanceOf(Outcome.Completed.class);
        assertThat(sink.retries).extracting(RecordingSink.Retry::kind).containsExactly(Kind.TIMEOUT);
    }

    @Test
    void aSlowStreamIsHealthyHoweverLongItTakes() throws Exception {
        FaultServer server = server(paced(SampleStreams.textDelta(0, "msg_1", "x"), 12, 60));
        assertThat(run(client(server, Duration.ofMillis(400), 0))).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void commentsAreSignsOfLife() throws Exception {
        FaultServer server = server(paced(": keep-alive\n\n", 12, 60));
        assertThat(run(client(server, Duration.ofMillis(400), 0))).isInstanceOf(Outcome.Completed.class);
        assertThat(sink.events).as("they are no events").noneMatch(ModelEvent.KeepAlive.class::isInstance);
    }

    @Test
    void anUnknownEventIsIgnored() throws Exception {
        FaultServer server = server(stream(SampleStreams.event("response.brand_new", "\"x\":{}") + text()));
        assertThat(run(client(server))).isInstanceOf(Outcome.Completed.class);
        assertThat(sink.events).filteredOn(ModelEvent.Unknown.class::isInstance).hasSize(1);
    }

    @Test
    void cancellingInTheMiddleOfAStreamClosesTheConnection() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        FaultServer server = server(connection -> {
            connection.head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            connection.chunk(HELLO, 0, 300);
            stalled.countDown();
            try {
                return connection.socket().getInputStream().read() >= 0;
            } finally {
                gone.countDown(); // the end of the connection, or its reset
            }
        });
        ModelClient client = client(server);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        opened.add(executor::shutdownNow);
        Future<Outcome> running = executor.submit(() -> run(client));
        stalled.await();
        long start = System.nanoTime();
        cancel.cancel();
        Exception failure = catchThrowableOfType(Exception.class, () -> running.get(5, TimeUnit.SECONDS));
        assertThat(failure).hasCauseInstanceOf(CancellationException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
        assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
    }

    /** As a model would: what was done before is not done again. */
    private static Answer answerThatKnowsWhatWasDone(FaultServer server) {
        return connection -> {
            String body = server.requests().get(server.requests().size() - 1).bodyText();
            byte[] answer = body.contains("function_call_output") ? HELLO : STREAM;
            return FaultServer.stream(answer).write(connection);
        };
    }

    private Map<String, Integer> runLoop(ModelClient client) throws InterruptedException {
        Map<String, Integer> calls = new HashMap<>();
        List<ModelItem> history = new ArrayList<>(List.of(ModelItem.Message.of(ModelItem.Role.USER, "Hello")));
        RetryBudget budget = client.newBudget();
        Outcome outcome;
        do {
            RecordingSink step = new RecordingSink();
            outcome = client.run(
                    ModelRequest.builder("m")
                            .input(List.copyOf(history))
                            .cacheKey("loop")
                            .build(),
                    step,
                    cancel,
                    budget);
            for (ModelEvent event : step.events) {
                if (event instanceof ModelEvent.ItemDone done) {
                    history.add(done.item());
                    if (done.item() instanceof ModelItem.Call call) {
                        calls.merge(call.callId(), 1, Integer::sum);
                        history.add(new ModelItem.CallOutput(
                                call.callId(), call.form(), ToolOutput.text("done"), Optional.empty()));
                    }
                }
            }
        } while (outcome instanceof Outcome.Cut);
        return calls;
    }

    /** A complete answer with something said before it again and again. */
    private static Answer paced(String piece, int times, int gapMillis) {
        return connection -> {
            byte[] bytes = SampleStreams.bytes(piece);
            connection.head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            for (int i = 0; i < times; i++) {
                connection.chunk(bytes, 0, bytes.length);
                connection.serverClosed().await(gapMillis, TimeUnit.MILLISECONDS);
            }
            connection.chunk(HELLO, 0, HELLO.length);
            connection.lastChunk();
            return true;
        };
    }

    private static Answer stream(String events) {
        return FaultServer.stream(SampleStreams.bytes(events));
    }

    private static String text() {
        return new String(HELLO, java.nio.charset.StandardCharsets.UTF_8);
    }

    private Outcome run(ModelClient client) throws InterruptedException {
        ModelRequest request = ModelRequest.builder("m")
                .input(List.of(ModelItem.Message.of(ModelItem.Role.USER, "Hello")))
                .build();
        return client.run(request, sink, cancel, client.newBudget());
    }

    private ModelClient client(FaultServer server) {
        return client(server, Duration.ofMinutes(1), 5);
    }

    private ModelClient client(FaultServer server, Duration idleTimeout, int retries) {
        ResponsesModelProvider provider =
                new ResponsesModelProvider(ModelEndpoint.responses(server.url()).build(), Optional.empty());
        opened.add(provider);
        return new ModelClient(
                provider,
                RetryPolicy.withRetries(retries),
                // Time that flies, so that a test of thousands of faults does not use up the retries.
                new RetryThrottle(() -> System.nanoTime() * 100_000),
                new StreamWatchdog(idleTimeout, deadlines),
                (time, cancelled) -> pauses.add(time),
                new Random(7));
    }

    private FaultServer server(Answer... answers) throws Exception {
        FaultServer server = FaultServer.answering(answers);
        opened.add(server);
        return server;
    }
}

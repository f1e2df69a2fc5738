package dev.agentloop.runtime.model.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemDone;
import dev.agentloop.model.ModelStream;
import dev.agentloop.runtime.model.FaultServer;
import dev.agentloop.runtime.model.FaultServer.Cut;
import dev.agentloop.runtime.model.Parsed;
import dev.agentloop.runtime.model.SampleStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broken connection does to a stream: no lost item, no hang, no exception but the one promised. */
@Timeout(120)
class FaultsTest {
    private static final byte[] STREAM = SampleStreams.reasoningTextAndCall();
    private static final Parsed WHOLE = Parsing.of(STREAM);

    private final List<AutoCloseable> opened = new ArrayList<>();

    private record Result(List<ModelEvent> events, boolean complete, Exception failure) {
        List<String> itemsDone() {
            return events.stream()
                    .filter(ItemDone.class::isInstance)
                    .map(event -> ((ItemDone) event).itemId())
                    .toList();
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void aStreamCutAfterAnyByteKeepsItsFinishedItemsAndIsRetryable(Cut cut) throws Exception {
        FaultServer server = server();
        ResponsesModelProvider provider = provider(server);
        // A reset may overtake the bytes before it, so it proves less about items; every third byte will do.
        int step = cut == Cut.RESET ? 3 : 1;
        for (int bytes = 0; bytes <= STREAM.length; bytes += step) {
            server.then(FaultServer.cutAfter(STREAM, bytes, cut));
            Result result = read(provider);

            String at = cut + " after byte " + bytes;
            List<String> expected = itemsWithin(bytes);
            if (cut == Cut.RESET) {
                assertThat(expected.subList(0, result.itemsDone().size()))
                        .as(at)
                        .isEqualTo(result.itemsDone());
            } else {
                assertThat(result.itemsDone()).as(at).isEqualTo(expected);
                assertThat(result.complete()).as(at).isEqualTo(bytes == STREAM.length);
            }
            if (!result.complete()) {
                assertThat(result.failure()).as(at).isInstanceOfSatisfying(ModelException.class, failure -> {
                    assertThat(failure.kind()).isIn(Kind.STREAM_CUT, Kind.CONNECTION);
                    assertThat(failure.retryable()).isTrue();
                });
            }
        }
        assertThat(server.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 1000})
    void howBytesArriveMakesNoDifference(int size) throws Exception {
        FaultServer server = server(FaultServer.pieces(STREAM, size));
        assertThat(withoutKeepAlive(read(provider(server)).events())).isEqualTo(withoutKeepAlive(WHOLE.events()));
    }

    @Test
    void randomDamageNeverGivesAnotherExceptionOrAnEndlessWait() throws Exception {
        FaultServer server = server();
        ResponsesModelProvider provider = provider(server);
        Random random = new Random(42);
        for (int round = 0; round < 400; round++) {
            byte[] damaged = STREAM.clone();
            for (int i = 0; i <= random.nextInt(8); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            server.then(FaultServer.stream(damaged));
            Result result = read(provider);
            assertThat(result.complete() || result.failure() instanceof ModelException)
                    .as("round %s: %s", round, result.failure())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "HTTP/1.1 2",
                "not http at all\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nrubbish",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\ndata: {}\n\n",
                "HTTP/1.1 200 OK\r\nContent-Type: ;;;\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nbad header without colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\nnot gzip",
            })
    void aBrokenAnswerIsARetryableFailure(String bytes) throws Exception {
        Result result = read(provider(server(FaultServer.raw(bytes))));
        assertThat(result.failure()).isInstanceOfSatisfying(ModelException.class, failure -> {
            assertThat(failure.kind()).isIn(Kind.STREAM_CUT, Kind.CONNECTION);
            assertThat(failure.retryable()).isTrue();
        });
    }

    @Test
    void anEndlessLineIsRefused() throws Exception {
        FaultServer server = server(connection -> {
            connection.head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            byte[] junk = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 300; i++) {
                connection.chunk(junk, 0, junk.length);
            }
            connection.lastChunk();
            return false;
        });
        assertThat(read(provider(server)).failure())
                .isInstanceOfSatisfying(
                        ModelException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL));
    }

    @Test
    void afterAFailureTheSameFailureIsGivenAgain() throws Exception {
        try (ModelStream stream =
                provider(server(FaultServer.cutAfter(STREAM, 5, Cut.CLEAN_END))).open(Requests.hello())) {
            ModelException first = failureOf(stream);
            assertThat(failureOf(stream)).isSameAs(first);
        }
    }

    @Test
    void afterTheEndAndAfterCloseThereIsNothing() throws Exception {
        ResponsesModelProvider provider = provider(server(FaultServer.stream(STREAM)));
        ModelStream stream = provider.open(Requests.hello());
        Requests.readAll(stream);
        assertThat(stream.next()).isNull();
        stream.close();
        assertThat(stream.next()).isNull();

        ModelStream closedEarly = provider.open(Requests.hello());
        closedEarly.next();
        closedEarly.close();
        closedEarly.close();
        assertThat(closedEarly.next()).isNull();
    }

    /** Items whose event, up to its blank line, lies within the first bytes. */
    private static List<String> itemsWithin(int bytes) {
        return Parsing.of(java.util.Arrays.copyOf(STREAM, bytes)).all(ItemDone.class).stream()
                .map(ItemDone::itemId)
                .toList();
    }

    private static Result read(ResponsesModelProvider provider) throws InterruptedException {
        List<ModelEvent> events = new ArrayList<>();
        try (ModelStream stream = provider.open(Requests.hello())) {
            for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
            return new Result(events, true, null);
        } catch (RuntimeException e) {
            return new Result(events, false, e);
        }
    }

    private static ModelException failureOf(ModelStream stream) throws InterruptedException {
        while (true) {
            try {
                stream.next();
            } catch (ModelException e) {
                return e;
            }
        }
    }

    private static List<ModelEvent> withoutKeepAlive(List<ModelEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof ModelEvent.KeepAlive))
                .toList();
    }

    private ResponsesModelProvider provider(FaultServer server) {
        ResponsesModelProvider provider =
                Requests.provider(Requests.endpoint(server).build());
        opened.add(provider);
        return provider;
    }

    private FaultServer server(FaultServer.Answer... answers) throws IOException {
        FaultServer server = FaultServer.answering(answers);
        opened.add(server);
        return server;
    }
}

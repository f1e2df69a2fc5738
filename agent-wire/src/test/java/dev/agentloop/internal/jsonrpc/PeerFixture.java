package dev.agentloop.internal.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A running peer, and the other side of its two operating-system pipes in the hands of the test. */
final class PeerFixture implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Consumer<PeerBuilder> DEFAULTS = builder -> {};

    /** Notifications as {@code method params}, and skipped input as its reason, in the order they came. */
    final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    final BlockingQueue<SkippedInput> skipped = new LinkedBlockingQueue<>();
    final Peer peer;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Thread reading;
    private final OutputStream otherOutput;
    private final InputStream otherInput;
    private final BufferedReader otherReader;

    /** Answers a request in a test. */
    interface Answering {
        @Nullable
        JsonNode answer(IncomingRequest request) throws Exception;
    }

    private PeerFixture(Answering answering, Consumer<PeerBuilder> settings) throws IOException {
        Pipe toPeer = Pipe.open();
        Pipe fromPeer = Pipe.open();
        otherOutput = Channels.newOutputStream(toPeer.sink());
        otherInput = Channels.newInputStream(fromPeer.source());
        otherReader = new BufferedReader(new InputStreamReader(otherInput, StandardCharsets.UTF_8));
        PeerBuilder builder = Peer.builder(
                        Channels.newInputStream(toPeer.source()), Channels.newOutputStream(fromPeer.sink()), executor)
                .name("server")
                .handler(new RecordingHandler(answering));
        settings.accept(builder);
        peer = builder.build();
        reading = new Thread(peer::run, "reading");
        reading.start();
    }

    static PeerFixture client() throws IOException {
        return client(DEFAULTS);
    }

    static PeerFixture client(Consumer<PeerBuilder> settings) throws IOException {
        return new PeerFixture(
                request -> {
                    throw JsonRpcException.methodNotFound(request.method());
                },
                settings);
    }

    static PeerFixture server(Answering answering) throws IOException {
        return new PeerFixture(answering, DEFAULTS);
    }

    static PeerFixture server(Answering answering, Consumer<PeerBuilder> settings) throws IOException {
        return new PeerFixture(answering, settings);
    }

    /** JSON with single quotes for double ones. */
    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a line of JSON, with single quotes for double ones. */
    void otherSends(String line) throws IOException {
        otherSendsBytes((line.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void otherSendsBytes(byte... bytes) throws IOException {
        otherOutput.write(bytes);
    }

    JsonNode otherReads() throws IOException {
        String line = otherReader.readLine();
        assertThat(line).as("a line from the peer").isNotNull();
        return MAPPER.readTree(line);
    }

    /** True when the peer closed its output and nothing more was in it. */
    boolean otherReadsTheEnd() throws IOException {
        return otherReader.readLine() == null;
    }

    void otherClosesItsOutput() throws IOException {
        otherOutput.close();
    }

    void otherClosesItsInput() throws IOException {
        otherInput.close();
    }

    String nextSeen() throws InterruptedException {
        String next = seen.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("something seen by the handler").isNotNull();
        return next;
    }

    void awaitEndOfReading() {
        assertThat(reading).satisfies(thread -> thread.join(20_000)).matches(thread -> !thread.isAlive(), "has ended");
    }

    /** Ends everything, and checks that the peer leaves no thread behind. */
    @Override
    public void close() throws IOException {
        peer.close();
        otherOutput.close();
        otherInput.close();
        awaitEndOfReading();
        executor.shutdown();
        assertThat(executor).matches(PeerFixture::endsSoon, "has ended all tasks of the peer");
    }

    private static boolean endsSoon(ExecutorService tasks) {
        try {
            return tasks.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class RecordingHandler implements PeerHandler {
        private final Answering answering;

        RecordingHandler(Answering answering) {
            this.answering = answering;
        }

        @Override
        public @Nullable JsonNode onRequest(IncomingRequest request) throws Exception {
            return answering.answer(request);
        }

        @Override
        public void onNotification(String method, @Nullable JsonNode params) {
            seen.add(params == null ? method : method + " " + params);
            if (method.equals("throw")) {
                throw new IllegalStateException("thrown by the handler, on purpose");
            }
        }

        @Override
        public void onSkipped(SkippedInput input) {
            skipped.add(input);
            seen.add(input.reason().toString());
        }
    }
}

package dev.agentloop.testkit;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A model service on the loopback interface that says what the test wrote: real HTTP, real event streams, no model.
 *
 * <pre>{@code
 * try (ScriptedModelServer server = ScriptedModelServer.start()) {
 *     server.respond(Sse.call("call_1", "add", "{\"a\":1,\"b\":2}"));
 *     server.respond(Sse.text("It is 3."));
 *     // … run an agent with .endpoint(server.endpoint()) …
 *     assertThat(server.requests().get(1).toolOutput("call_1")).isEqualTo("3");
 * }
 * }</pre>
 *
 * <p>A request's path tells its wire: {@code /responses}, {@code /chat/completions} or {@code /messages}. The same script
 * serves all of them.
 *
 * <p>Replies are given in the order in which they were scripted, one to each POST request, whatever its path. Requests
 * are recorded before they are answered. A request that finds no reply is refused with status 400, which no client
 * repeats, and makes {@link #assertScriptFinished} fail.
 *
 * <p>Thread-safe. Connections are kept alive and served in parallel.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ScriptedModelServer implements AutoCloseable {
    /** The model of {@link #endpoint()}'s examples and of requests that name none. */
    public static final String MODEL = "scripted-model";

    private static final int BACKLOG = 1024;
    private static final long CLOSE_SECONDS = 5;

    private static final List<Consumer<RecordedRequest>> CHECKS = new CopyOnWriteArrayList<>();

    private final ServerSocket listener;
    private final ExecutorService threads;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Function<RecordedRequest, Reply>> script = new ArrayDeque<>();
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final List<AssertionError> problems = new ArrayList<>();
    private @Nullable Function<RecordedRequest, Reply> fallback;
    private boolean recording = true;
    private int taken;
    private int accepted;
    private volatile boolean closed;

    private ScriptedModelServer() throws IOException {
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        threads = Executors.newCachedThreadPool(TestThreads.daemons("scripted-model-server"));
        threads.execute(this::listen);
    }

    /** Starts a server on a free port. */
    public static ScriptedModelServer start() {
        try {
            return new ScriptedModelServer();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not open a port on the loopback interface: " + e, e);
        }
    }

    /**
     * Checks every request of every server of this process, for rules that hold for a whole suite. A request that a check
     * refuses with an {@link AssertionError} is answered with status 400, which no client repeats, and makes
     * {@link #assertScriptFinished} fail. Checks run on threads of the servers and cannot be taken back.
     */
    public static void checkEveryRequest(Consumer<RecordedRequest> check) {
        CHECKS.add(check);
    }

    /** The base address, ending in {@code /v1}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    /** A ready endpoint of the Responses wire, with a key that is no secret. */
    public ModelEndpoint endpoint() {
        return endpoint(Wire.RESPONSES);
    }

    /** A ready endpoint of this wire, with a key that is no secret. The same script serves all wires. */
    public ModelEndpoint endpoint(Wire wire) {
        return endpointBuilder(wire).build();
    }

    /** As {@link #endpoint(Wire)}, for tests that change more. */
    public ModelEndpoint.Builder endpointBuilder(Wire wire) {
        return ScriptedEndpoints.builder(wire, url());
    }

    /** The next request gets a streamed response that says this. */
    public ScriptedModelServer respond(Sse... words) {
        return respond(Reply.of(words));
    }

    /** The next request gets this reply. */
    public ScriptedModelServer respond(Reply reply) {
        return respondWith(request -> reply);
    }

    /** The next request gets this HTTP answer. */
    public ScriptedModelServer respondHttp(int status, Map<String, String> headers, String body) {
        return respond(Reply.http(status, headers, body));
    }

    /** The next request gets what the function makes of it; the function runs on a thread of the server. */
    public ScriptedModelServer respondWith(Function<RecordedRequest, Reply> responder) {
        lock.lock();
        try {
            script.add(responder);
        } finally {
            lock.unlock();
        }
        return this;
    }

    /** The next request gets a streamed response whose events the test sends one by one. */
    public StreamControl respondStepped(Sse... words) {
        StreamControl control = new StreamControl(threads);
        respond(Reply.stepped(control, words));
        return control;
    }

    /** Every request beyond the script gets what the function makes of it. */
    public ScriptedModelServer otherwise(Function<RecordedRequest, Reply> responder) {
        lock.lock();
        try {
            fallback = responder;
        } finally {
            lock.unlock();
        }
        return this;
    }

    /** Whether requests are kept; default true. Load tests switch it off. */
    public ScriptedModelServer recording(boolean on) {
        lock.lock();
        try {
            recording = on;
        } finally {
            lock.unlock();
        }
        return this;
    }

    /** All requests so far, in the order they came. */
    public List<RecordedRequest> requests() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the first request that was not taken yet.
     *
     * @throws AssertionError when none comes in time
     */
    public RecordedRequest takeRequest(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            while (taken >= requests.size()) {
                if (nanos <= 0) {
                    throw new AssertionError("Request " + (taken + 1) + " did not come within " + timeout + "; script: "
                            + script.size() + " replies left");
                }
                nanos = arrived.awaitNanos(nanos);
            }
            return requests.get(taken++);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Checks that every reply was fetched and that no request came that the script did not expect.
     *
     * @throws AssertionError otherwise
     */
    public void assertScriptFinished() {
        lock.lock();
        try {
            AssertionError error = problems.isEmpty() ? null : problems.get(0);
            if (error == null && !script.isEmpty()) {
                error = new AssertionError(
                        script.size() + " scripted replies were not fetched; requests so far: " + requests);
            }
            if (error != null) {
                problems.stream().skip(1).forEach(error::addSuppressed);
                throw error;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Checks that each request repeats its predecessor byte for byte up to the end of its input, as prompt caches
     * want it. Requests are compared within their {@code prompt_cache_key}.
     *
     * @throws AssertionError naming the first byte that differs
     */
    public void assertPrefixStable() {
        PrefixCheck.assertStable(requests().stream()
                .filter(request -> request.method().equals("POST"))
                .toList());
    }

    /** Ends all connections and threads. Idempotent. */
    @Override
    public void close() {
        closed = true;
        closeQuietly(listener);
        connections.forEach(ScriptedModelServer::closeQuietly);
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A reply and the number of the request it belongs to. */
    record Exchange(int number, Reply reply) {}

    Exchange accept(RecordedRequest request) {
        if (!request.method().equals("POST")) {
            record(request);
            return new Exchange(0, Reply.error(404, "not_found", "Only POST is scripted, not " + request));
        }
        for (Consumer<RecordedRequest> check : CHECKS) {
            try {
                check.accept(request);
            } catch (AssertionError refused) {
                problem(refused);
                record(request);
                return new Exchange(0, Reply.error(400, "check_failed", String.valueOf(refused.getMessage())));
            }
        }
        Function<RecordedRequest, Reply> responder;
        int number;
        lock.lock();
        try {
            number = ++accepted;
            record(request);
            responder = script.isEmpty() ? fallback : script.remove();
        } finally {
            lock.unlock();
        }
        if (responder == null) {
            AssertionError error = new AssertionError("The script has no reply for request " + number + ", " + request
                    + ". Add a respond(…), or otherwise(…) for requests beyond the script.");
            problem(error);
            return new Exchange(number, Reply.error(400, "script_exhausted", String.valueOf(error.getMessage())));
        }
        try {
            return new Exchange(number, responder.apply(request));
        } catch (RuntimeException | AssertionError e) {
            problem("The responder of request " + number + " failed", e);
            return new Exchange(number, Reply.error(400, "responder_failed", "The test's responder failed: " + e));
        }
    }

    private void record(RecordedRequest request) {
        lock.lock();
        try {
            if (recording) {
                requests.add(request);
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void problem(String what, Throwable cause) {
        problem(new AssertionError(what + ": " + cause, cause));
    }

    private void problem(AssertionError error) {
        lock.lock();
        try {
            problems.add(error);
        } finally {
            lock.unlock();
        }
    }

    void forget(Socket socket) {
        connections.remove(socket);
    }

    private void listen() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                if (closed) {
                    closeQuietly(socket); // close() may have missed it
                } else {
                    threads.execute(new HttpConnection(this, socket));
                }
            } catch (IOException | RejectedExecutionException e) {
                if (!closed) {
                    problem("The server could not accept a connection", e);
                }
                return;
            }
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // Nothing is lost: the socket is of no more use.
        }
    }
}

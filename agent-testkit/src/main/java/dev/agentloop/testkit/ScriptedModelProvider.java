package dev.agentloop.testkit;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.spi.ModelProvider;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A model in this process that says what the test wrote: no HTTP, no key. For tests that are about the agent and not
 * about the wire.
 *
 * <pre>{@code
 * ScriptedModelProvider model = ScriptedModelProvider.script()
 *         .call("call_1", "add", "{\"a\":1,\"b\":2}")     // the first response
 *         .text("It is 3.");                              // the second
 * Agent agent = Agent.builder().modelProvider(model).tools(new Calculator()).build();
 * }</pre>
 *
 * <p>Responses are given in the order in which they were scripted. A request beyond the script fails with a
 * {@link ModelException} that is not retryable and makes {@link #assertScriptFinished} fail. Thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ScriptedModelProvider implements ModelProvider {
    /** The id of every scripted provider. */
    public static final String ID = "scripted";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Function<ModelRequest, List<Sse>>> script = new ArrayDeque<>();
    private final List<ModelRequest> requests = new ArrayList<>();
    private final List<ScriptedModelStream> streams = new ArrayList<>();
    private @Nullable Function<ModelRequest, List<Sse>> fallback;
    private @Nullable ModelInfo info;
    private int taken;
    private int beyond;

    private ScriptedModelProvider() {}

    /** A model with nothing to say yet. */
    public static ScriptedModelProvider script() {
        return new ScriptedModelProvider();
    }

    /** The next response is one message. */
    public ScriptedModelProvider text(String text) {
        return respond(Sse.text(text));
    }

    /** The next response is one call. */
    public ScriptedModelProvider call(String callId, String name, String argumentsJson) {
        return respond(Sse.call(callId, name, argumentsJson));
    }

    /** The next response says this. */
    public ScriptedModelProvider respond(Sse... words) {
        List<Sse> all = Sse.script(words);
        return respondWith(request -> all);
    }

    /** The next response is what the function makes of the request. */
    public ScriptedModelProvider respondWith(Function<ModelRequest, List<Sse>> responder) {
        lock.lock();
        try {
            script.add(responder);
        } finally {
            lock.unlock();
        }
        return this;
    }

    /** The next request is refused. */
    public ScriptedModelProvider fail(ModelException exception) {
        return respondWith(request -> {
            throw exception;
        });
    }

    /** The next response says nothing until it is closed. */
    public ScriptedModelProvider hang() {
        return respond(Sse.stall());
    }

    /** Every request beyond the script gets what the function makes of it. */
    public ScriptedModelProvider otherwise(Function<ModelRequest, List<Sse>> responder) {
        lock.lock();
        try {
            fallback = responder;
        } finally {
            lock.unlock();
        }
        return this;
    }

    /** What the provider says about its model; the id is replaced by the one asked for. */
    public ScriptedModelProvider info(ModelInfo told) {
        lock.lock();
        try {
            info = told;
        } finally {
            lock.unlock();
        }
        return this;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String defaultModel() {
        return ScriptedModelServer.MODEL;
    }

    @Override
    public ModelInfo info(String model) {
        lock.lock();
        try {
            return info == null
                    ? ModelInfo.unknown(model)
                    : new ModelInfo(
                            model,
                            info.contextWindowTokens(),
                            info.maxOutputTokens(),
                            info.freeformTools(),
                            info.parallelToolCalls());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ModelStream open(ModelRequest request) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before the request was sent");
        }
        Function<ModelRequest, List<Sse>> responder;
        int number;
        lock.lock();
        try {
            requests.add(request);
            arrived.signalAll();
            number = requests.size();
            responder = script.isEmpty() ? fallback : script.remove();
            if (responder == null) {
                beyond++;
            }
        } finally {
            lock.unlock();
        }
        if (responder == null) {
            throw ModelException.builder(
                            ModelException.Kind.INVALID_REQUEST,
                            "The script has no response for request " + number + ", " + request
                                    + ". Add one, or otherwise(…) for requests beyond the script.")
                    .code("script_exhausted")
                    .build();
        }
        ScriptedModelStream stream = new ScriptedModelStream(ModelScript.render(responder.apply(request), number));
        lock.lock();
        try {
            streams.add(stream);
        } finally {
            lock.unlock();
        }
        return stream;
    }

    /** All requests so far, in order. */
    public List<ModelRequest> requests() {
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
    public ModelRequest takeRequest(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            while (taken >= requests.size()) {
                if (nanos <= 0) {
                    throw new AssertionError("Request " + (taken + 1) + " did not come within " + timeout);
                }
                nanos = arrived.awaitNanos(nanos);
            }
            return requests.get(taken++);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Checks that every response was fetched and that no request came that the script did not expect.
     *
     * @throws AssertionError otherwise
     */
    public void assertScriptFinished() {
        lock.lock();
        try {
            if (beyond > 0 || !script.isEmpty()) {
                throw new AssertionError(beyond + " requests came beyond the script and " + script.size()
                        + " scripted responses were not fetched; requests so far: " + requests);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Checks that the agent closed every stream it opened.
     *
     * @throws AssertionError otherwise
     */
    public void assertStreamsClosed() {
        lock.lock();
        try {
            long open = streams.stream().filter(stream -> !stream.isClosed()).count();
            if (open > 0) {
                throw new AssertionError(open + " of " + streams.size() + " model streams were not closed");
            }
        } finally {
            lock.unlock();
        }
    }
}

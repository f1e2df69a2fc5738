package dev.agentloop.runtime.model.http;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.internal.sse.SseLimitException;
import dev.agentloop.internal.sse.SseStream;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One response of any wire being read: the transport and the threads are dealt with here, the events by a parser. */
public final class WireStream implements ModelStream {
    /** Makes events of what a service sends. Called by one thread at a time. */
    public interface Parser {
        /** The next event that was made together with an earlier one; null when there is none. */
        @Nullable
        ModelEvent pending();

        /** Whether the response has ended; what is pending is still to be delivered. */
        boolean finished();

        /**
         * Reads one event of the stream.
         *
         * @return null when it says nothing
         * @throws ModelException when it says that the response failed
         */
        @Nullable
        ModelEvent parse(SseStream event);

        /**
         * Told that nothing more will come.
         *
         * @return the event that ends the response; null when the response is not complete
         */
        @Nullable
        ModelEvent end();
    }

    private enum State {
        IDLE,
        READING,
        CLOSED_WHILE_READING,
        CLOSED
    }

    private final ModelHttp http;
    private final Call call;
    private final Response response;
    private final SseStream events;
    private final Parser parser;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private volatile boolean complete;
    private @Nullable ModelException failure;

    /**
     * A stream over an answer that has begun.
     *
     * @param response closed by this stream
     */
    public WireStream(ModelHttp http, Call call, Response response, Parser parser) {
        this.http = http;
        this.call = call;
        this.response = response;
        this.events = new SseStream(response.body().source());
        this.parser = parser;
    }

    @Override
    public @Nullable ModelEvent next() throws InterruptedException {
        if (failure != null) {
            throw failure;
        }
        if (!state.compareAndSet(State.IDLE, State.READING)) {
            return null;
        }
        try {
            return read();
        } catch (Exception e) {
            if (state.get() == State.CLOSED_WHILE_READING) {
                return null;
            }
            ModelEvent last = endDespite(e);
            if (last != null) {
                return last;
            }
            ModelException failed = explain(e);
            failure = failed;
            throw failed;
        } finally {
            if (!state.compareAndSet(State.READING, State.IDLE)) {
                state.set(State.CLOSED);
                release();
            }
        }
    }

    /** Ends the response. The bytes that follow a complete one are read, so that its connection can be used again. */
    @Override
    public void close() {
        while (true) {
            if (state.compareAndSet(State.IDLE, State.CLOSED)) {
                if (!complete) {
                    call.cancel();
                }
                release();
                return;
            }
            if (state.compareAndSet(State.READING, State.CLOSED_WHILE_READING)) {
                call.cancel();
                return;
            }
            if (state.get() == State.CLOSED || state.get() == State.CLOSED_WHILE_READING) {
                return;
            }
        }
    }

    private @Nullable ModelEvent read() throws Exception {
        ModelEvent event = parser.pending();
        while (event == null) {
            if (parser.finished()) {
                return null;
            }
            event = switch (events.next()) {
                case KEEP_ALIVE -> ModelEvent.KeepAlive.INSTANCE;
                case EVENT -> parser.parse(events);
                case END -> end();
            };
        }
        if (event instanceof ModelEvent.Completed) {
            complete = true;
        }
        return event;
    }

    private ModelEvent end() {
        ModelEvent last = parser.end();
        if (last == null) {
            throw ModelException.builder(
                            Kind.STREAM_CUT, "The answer of " + http.host() + " ended before it was complete")
                    .build();
        }
        return last;
    }

    /** A connection that breaks when everything was said does no harm. */
    private @Nullable ModelEvent endDespite(Exception cause) {
        return cause instanceof IOException && !Thread.currentThread().isInterrupted() ? parser.end() : null;
    }

    private ModelException explain(Exception cause) throws InterruptedException {
        if (cause instanceof SseLimitException limit) {
            return ModelException.builder(
                            Kind.PROTOCOL,
                            "The answer of " + http.host() + " holds more than " + limit.maxBytes()
                                    + " bytes in one piece, which no model service sends")
                    .cause(cause)
                    .build();
        }
        return http.readFailure(cause);
    }

    private void release() {
        try {
            response.close();
        } catch (RuntimeException ignored) {
            // The connection is gone either way, and close() never throws.
        }
    }
}

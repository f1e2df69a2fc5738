package dev.agentloop.runtime.model.responses;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.internal.sse.SseLimitException;
import dev.agentloop.internal.sse.SseStream;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelStream;
import dev.agentloop.runtime.model.http.ModelHttp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One response being read. */
final class ResponsesStream implements ModelStream {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

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
    private final EventParser parser;
    private final BiConsumer<List<ModelItem>, ModelEvent.Completed> onCompleted;
    private final List<ModelItem> items = new ArrayList<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private volatile boolean complete;
    private @Nullable ModelException failure;

    ResponsesStream(
            ModelHttp http,
            Call call,
            Response response,
            String providerId,
            BiConsumer<List<ModelItem>, ModelEvent.Completed> onCompleted) {
        this.http = http;
        this.call = call;
        this.response = response;
        this.events = new SseStream(response.body().source());
        this.parser = new EventParser(providerId, http::redact);
        this.onCompleted = onCompleted;
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
                case EVENT ->
                    events.dataEquals(DONE)
                            ? null
                            : parser.parse(
                                    events.eventType(), events.buffer(), events.dataOffset(), events.dataLength());
                case END ->
                    throw ModelException.builder(
                                    Kind.STREAM_CUT, "The answer of " + http.host() + " ended before it was complete")
                            .build();
            };
        }
        if (event instanceof ModelEvent.ItemDone done) {
            items.add(done.item());
        } else if (event instanceof ModelEvent.Completed completed) {
            complete = true;
            onCompleted.accept(items, completed);
        }
        return event;
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

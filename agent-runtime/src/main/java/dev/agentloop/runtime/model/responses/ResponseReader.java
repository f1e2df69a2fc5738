package dev.agentloop.runtime.model.responses;

import dev.agentloop.internal.sse.SseStream;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.model.http.WireStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads one response and tells, at its end, what was in it. */
final class ResponseReader implements WireStream.Parser {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final EventParser parser;
    private final BiConsumer<List<ModelItem>, ModelEvent.Completed> onCompleted;
    private final List<ModelItem> items = new ArrayList<>();

    ResponseReader(
            String providerId,
            UnaryOperator<String> redact,
            BiConsumer<List<ModelItem>, ModelEvent.Completed> onCompleted) {
        this.parser = new EventParser(providerId, redact);
        this.onCompleted = onCompleted;
    }

    @Override
    public @Nullable ModelEvent pending() {
        ModelEvent event = parser.pending();
        return event == null ? null : noted(event);
    }

    @Override
    public boolean finished() {
        return parser.finished();
    }

    @Override
    public @Nullable ModelEvent parse(SseStream event) {
        return event.dataEquals(DONE)
                ? null
                : noted(parser.parse(event.eventType(), event.buffer(), event.dataOffset(), event.dataLength()));
    }

    /** Null: a response is complete when its last event says so, and then {@link #finished()}. */
    @Override
    public @Nullable ModelEvent end() {
        return null;
    }

    private ModelEvent noted(ModelEvent event) {
        if (event instanceof ModelEvent.ItemDone done) {
            items.add(done.item());
        } else if (event instanceof ModelEvent.Completed completed) {
            onCompleted.accept(items, completed);
        }
        return event;
    }
}

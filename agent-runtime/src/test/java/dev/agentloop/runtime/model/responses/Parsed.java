package dev.agentloop.runtime.model.responses;

import dev.agentloop.ModelException;
import dev.agentloop.internal.sse.SseStream;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;

/** Everything a stream says, without a network. */
record Parsed(List<ModelEvent> events, Optional<ModelException> failure) {

    static Parsed of(byte[] stream) {
        return of(stream, stream.length);
    }

    /** Delivers the stream in pieces of some bytes. */
    static Parsed of(byte[] stream, int pieceBytes) {
        return of(stream, () -> pieceBytes);
    }

    static Parsed of(byte[] stream, java.util.function.IntSupplier pieceBytes) {
        List<ModelEvent> events = new ArrayList<>();
        EventParser parser = new EventParser(ResponsesModelProvider.ID, text -> text);
        try (SseStream sse = new SseStream(Okio.buffer(new Pieces(stream, pieceBytes)))) {
            while (!parser.finished() && sse.nextEvent()) {
                if (sse.dataString().equals("[DONE]")) {
                    continue;
                }
                events.add(parser.parse(sse.eventType(), sse.buffer(), sse.dataOffset(), sse.dataLength()));
                for (ModelEvent more = parser.pending(); more != null; more = parser.pending()) {
                    events.add(more);
                }
            }
        } catch (ModelException e) {
            return new Parsed(events, Optional.of(e));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new Parsed(events, Optional.empty());
    }

    List<ModelItem> items() {
        return all(ModelEvent.ItemDone.class).stream()
                .map(ModelEvent.ItemDone::item)
                .toList();
    }

    String itemText() {
        StringBuilder text = new StringBuilder();
        for (ModelItem item : items()) {
            if (item instanceof ModelItem.Message message) {
                text.append(message.text());
            }
        }
        return text.toString();
    }

    String deltaText() {
        StringBuilder text = new StringBuilder();
        all(ModelEvent.TextDelta.class).forEach(delta -> text.append(delta.delta()));
        return text.toString();
    }

    List<ModelItem.Call> calls(ModelItem.Call.Form form) {
        return items().stream()
                .filter(ModelItem.Call.class::isInstance)
                .map(ModelItem.Call.class::cast)
                .filter(call -> call.form() == form)
                .toList();
    }

    /** The joined arguments of each started item. */
    Map<String, String> argumentDeltas() {
        Map<String, String> joined = new LinkedHashMap<>();
        all(ModelEvent.ArgumentsDelta.class)
                .forEach(delta -> joined.merge(delta.itemId(), delta.delta(), String::concat));
        return joined;
    }

    Optional<ModelEvent.Completed> completed() {
        return all(ModelEvent.Completed.class).stream().findFirst();
    }

    <T extends ModelEvent> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static final class Pieces implements Source {
        private final byte[] stream;
        private final java.util.function.IntSupplier pieceBytes;
        private int position;

        private Pieces(byte[] stream, java.util.function.IntSupplier pieceBytes) {
            this.stream = stream;
            this.pieceBytes = pieceBytes;
        }

        @Override
        public long read(Buffer sink, long most) {
            if (position == stream.length) {
                return -1;
            }
            int count = (int) Math.min(Math.min(pieceBytes.getAsInt(), most), stream.length - position);
            sink.write(stream, position, count);
            position += count;
            return count;
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }
}

package dev.agentloop.runtime.model.chat;

import dev.agentloop.ModelException;
import dev.agentloop.internal.sse.SseStream;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;

/** Everything a stream says, without a network. */
record Parsed(List<ModelEvent> events, Optional<ModelException> failure) {

    /** A stream of these chunks; {@code '} stands for the quotes. */
    static Parsed chunks(String... chunks) {
        StringBuilder stream = new StringBuilder();
        for (String chunk : chunks) {
            stream.append("data: ").append(chunk.replace('\'', '"')).append("\n\n");
        }
        return of(stream.toString().getBytes(StandardCharsets.UTF_8), () -> 8192);
    }

    /** Delivers the stream in pieces of some bytes. */
    static Parsed of(byte[] stream, IntSupplier pieceBytes) {
        List<ModelEvent> events = new ArrayList<>();
        EventParser parser = new EventParser(ChatModelProvider.ID, text -> text);
        try (SseStream sse = new SseStream(Okio.buffer(new Pieces(stream, pieceBytes)))) {
            while (!parser.finished()) {
                boolean more = sse.nextEvent();
                ModelEvent event = more ? parser.parse(sse) : parser.end();
                if (event == null && !more) {
                    break;
                }
                for (ModelEvent next = event; next != null; next = parser.pending()) {
                    if (!(next instanceof ModelEvent.KeepAlive)) {
                        events.add(next);
                    }
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
        items(ModelItem.Message.class).forEach(message -> text.append(message.text()));
        return text.toString();
    }

    String deltaText() {
        StringBuilder text = new StringBuilder();
        all(ModelEvent.TextDelta.class).forEach(delta -> text.append(delta.delta()));
        return text.toString();
    }

    String reasoningDeltas() {
        StringBuilder text = new StringBuilder();
        all(ModelEvent.ReasoningDelta.class).forEach(delta -> text.append(delta.delta()));
        return text.toString();
    }

    List<String> calls() {
        return items(ModelItem.Call.class).stream()
                .map(call -> call.callId() + " " + call.name() + " " + call.arguments())
                .toList();
    }

    Optional<ModelEvent.Completed> completed() {
        return all(ModelEvent.Completed.class).stream().findFirst();
    }

    <T extends ModelItem> List<T> items(Class<T> type) {
        return items().stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends ModelEvent> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static final class Pieces implements Source {
        private final byte[] stream;
        private final IntSupplier pieceBytes;
        private int position;

        private Pieces(byte[] stream, IntSupplier pieceBytes) {
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

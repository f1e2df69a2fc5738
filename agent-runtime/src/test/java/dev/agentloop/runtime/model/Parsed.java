package dev.agentloop.runtime.model;

import dev.agentloop.ModelException;
import dev.agentloop.internal.sse.SseStream;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.model.http.WireStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;

/** Everything that a wire's parser makes of a stream, without a network and without signs of life. */
public record Parsed(List<ModelEvent> events, Optional<ModelException> failure) {

    /** The stream in pieces of some bytes. */
    public static Parsed of(WireStream.Parser parser, byte[] stream, IntSupplier pieceBytes) {
        List<ModelEvent> events = new ArrayList<>();
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

    /** A stream of events without names; {@code '} stands for the quotes. */
    public static byte[] stream(String... events) {
        StringBuilder stream = new StringBuilder();
        for (String event : events) {
            stream.append("data: ").append(event.replace('\'', '"')).append("\n\n");
        }
        return stream.toString().getBytes(StandardCharsets.UTF_8);
    }

    public List<ModelItem> items() {
        return all(ModelEvent.ItemDone.class).stream()
                .map(ModelEvent.ItemDone::item)
                .toList();
    }

    public <T extends ModelItem> List<T> items(Class<T> type) {
        return items().stream().filter(type::isInstance).map(type::cast).toList();
    }

    public <T extends ModelEvent> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public String itemText() {
        StringBuilder text = new StringBuilder();
        items(ModelItem.Message.class).forEach(message -> text.append(message.text()));
        return text.toString();
    }

    public String deltaText() {
        StringBuilder text = new StringBuilder();
        all(ModelEvent.TextDelta.class).forEach(delta -> text.append(delta.delta()));
        return text.toString();
    }

    public String reasoningDeltas() {
        StringBuilder text = new StringBuilder();
        all(ModelEvent.ReasoningDelta.class).forEach(delta -> text.append(delta.delta()));
        return text.toString();
    }

    /** The joined arguments of each started item. */
    public Map<String, String> argumentDeltas() {
        Map<String, String> joined = new LinkedHashMap<>();
        all(ModelEvent.ArgumentsDelta.class)
                .forEach(delta -> joined.merge(delta.itemId(), delta.delta(), String::concat));
        return joined;
    }

    public List<ModelItem.Call> calls(ModelItem.Call.Form form) {
        return items(ModelItem.Call.class).stream()
                .filter(call -> call.form() == form)
                .toList();
    }

    /** Each call as id, name and arguments. */
    public List<String> calls() {
        return items(ModelItem.Call.class).stream()
                .map(call -> call.callId() + " " + call.name() + " " + call.arguments())
                .toList();
    }

    public Optional<ModelEvent.Completed> completed() {
        return all(ModelEvent.Completed.class).stream().findFirst();
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

package dev.agentloop.internal.sse;

import dev.agentloop.internal.sse.SseStream.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import okio.Okio;

/** Everything a stream shows to its reader, as values that can be compared whole. */
record StreamEvents(
        List<Event> events, int keepAlives, String lastEventId, long retryMillis, boolean endedInsideEvent) {

    record Event(String type, String data, String lastEventId) {
        static Event message(String data) {
            return new Event("message", data, "");
        }
    }

    static StreamEvents read(byte[] stream) {
        return read(PiecesSource.of(List.of(stream)));
    }

    static StreamEvents read(PiecesSource source) {
        try (SseStream stream = new SseStream(Okio.buffer(source))) {
            List<Event> events = new ArrayList<>();
            int keepAlives = 0;
            for (Signal signal = stream.next(); signal != Signal.END; signal = stream.next()) {
                if (signal == Signal.EVENT) {
                    events.add(new Event(stream.eventType(), stream.dataString(), stream.lastEventId()));
                } else {
                    keepAlives++;
                }
            }
            return new StreamEvents(
                    events, keepAlives, stream.lastEventId(), stream.retryMillis(), stream.endedInsideEvent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

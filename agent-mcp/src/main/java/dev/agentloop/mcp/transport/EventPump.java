package dev.agentloop.mcp.transport;

import dev.agentloop.internal.sse.SseStream;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of event streams that continue each other, and remembers where the last one ended. For one thread.
 */
final class EventPump {
    private final MessageRouter router;
    private final @Nullable Outgoing during;
    private String lastEventId = "";
    private long retryMillis = HttpLimits.RETRY.toMillis();
    private int emptyStreams;

    EventPump(MessageRouter router, @Nullable Outgoing during) {
        this.router = router;
        this.during = during;
    }

    /**
     * Reads to the end of the stream, or until there is nothing more to wait for. Closes the answer.
     *
     * @param done whether what was waited for has come
     */
    void read(Response response, BooleanSupplier done) throws IOException {
        boolean empty = true;
        try (response;
                SseStream stream = new SseStream(response.body().source())) {
            SseStream.Signal signal = SseStream.Signal.KEEP_ALIVE;
            while (!done.getAsBoolean() && signal != SseStream.Signal.END) {
                signal = stream.next();
                note(stream);
                if (signal == SseStream.Signal.EVENT) {
                    empty = false;
                    if (stream.dataLength() > 0 && stream.eventType().equals("message")) {
                        router.route(stream.buffer(), stream.dataOffset(), stream.dataLength(), during);
                    }
                }
            }
        } finally {
            emptyStreams = empty ? emptyStreams + 1 : 0;
        }
    }

    private void note(SseStream stream) {
        if (!stream.lastEventId().isEmpty()) {
            lastEventId = stream.lastEventId();
        }
        if (stream.retryMillis() >= 0) {
            retryMillis = Math.min(stream.retryMillis(), HttpLimits.MAX_RETRY.toMillis());
        }
    }

    /** Where to go on; empty when the server gave no means to do so. */
    String lastEventId() {
        return lastEventId;
    }

    /** How long to wait before going on: what the server asked for, longer after streams that gave nothing. */
    Duration pause() {
        long grown = retryMillis << Math.min(Math.max(0, emptyStreams - 1), 5);
        return Duration.ofMillis(Math.min(grown, HttpLimits.MAX_RETRY.toMillis()));
    }

    /** Whether going on makes no sense any more. */
    boolean isExhausted() {
        return emptyStreams >= HttpLimits.MAX_EMPTY_STREAMS;
    }
}

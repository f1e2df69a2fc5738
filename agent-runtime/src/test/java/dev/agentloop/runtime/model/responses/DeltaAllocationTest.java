package dev.agentloop.runtime.model.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.management.ThreadMXBean;
import dev.agentloop.internal.sse.SseStream;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.runtime.model.SampleStreams;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import okio.Buffer;
import org.junit.jupiter.api.Test;

/** A delta costs little more memory than the least that Jackson needs for it. */
class DeltaAllocationTest {
    private static final int DELTAS = 20_000;
    private static final double MOST_OVER_RAW = 1.2;

    @Test
    void aDeltaAllocatesLittleMoreThanARawLoop() throws IOException {
        byte[] stream = deltas();
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            raw(stream);
            ours(stream);
        }
        long raw = allocated(() -> raw(stream));
        long ours = allocated(() -> ours(stream));
        assertThat((double) ours / DELTAS)
                .as("bytes per delta; a raw loop takes %s", raw / DELTAS)
                .isGreaterThan(0.0)
                .isLessThan(MOST_OVER_RAW * raw / DELTAS);
    }

    private interface Reading {
        int read() throws IOException;
    }

    private static long allocated(Reading reading) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        int characters = reading.read();
        long after = threads.getThreadAllocatedBytes(thread);
        assertThat(characters).isPositive();
        return after - before;
    }

    /** Lines by okio, and of each the delta by Jackson. */
    private static int raw(byte[] stream) throws IOException {
        JsonFactory factory = new JsonFactory();
        Buffer source = new Buffer().write(stream);
        byte[] line = new byte[4096];
        int characters = 0;
        while (!source.exhausted()) {
            int length = (int) source.indexOf((byte) '\n');
            for (int read = 0; read < length; ) {
                read += source.read(line, read, length - read);
            }
            source.skip(1);
            if (length > 6 && line[0] == 'd') {
                characters += rawDelta(factory, line, 6, length - 6).length();
            }
        }
        return characters;
    }

    private static String rawDelta(JsonFactory factory, byte[] bytes, int offset, int length) throws IOException {
        try (JsonParser json = factory.createParser(bytes, offset, length)) {
            json.nextToken();
            String name;
            while ((name = json.nextFieldName()) != null) {
                json.nextToken();
                if (name.equals("delta")) {
                    return json.getText();
                }
            }
        }
        return "";
    }

    private static int ours(byte[] stream) throws IOException {
        EventParser parser = new EventParser(ResponsesModelProvider.ID, text -> text);
        int characters = 0;
        try (SseStream events = new SseStream(new Buffer().write(stream))) {
            while (events.nextEvent()) {
                ModelEvent event =
                        parser.parse(events.eventType(), events.buffer(), events.dataOffset(), events.dataLength());
                if (event instanceof ModelEvent.TextDelta delta) {
                    characters += delta.delta().length();
                }
            }
        }
        return characters;
    }

    private static byte[] deltas() {
        StringBuilder stream = new StringBuilder(SampleStreams.added(0, "{\"id\":\"msg_1\",\"type\":\"message\"}"));
        for (int i = 0; i < DELTAS; i++) {
            stream.append(SampleStreams.event(
                    "response.output_text.delta",
                    "\"sequence_number\":" + i + ",\"item_id\":\"msg_0123456789abcdef0123456789abcdef\","
                            + "\"output_index\":0,\"content_index\":0,\"delta\":\" word\",\"logprobs\":[],"
                            + "\"obfuscation\":\"0a1b2c3d\""));
        }
        return SampleStreams.bytes(stream.toString());
    }
}

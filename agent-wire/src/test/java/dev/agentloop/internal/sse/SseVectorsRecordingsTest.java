package dev.agentloop.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentloop.internal.sse.StreamEvents.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The recorded event-stream vectors, in the pieces they name, at once, and byte by byte. */
class SseVectorsRecordingsTest {
    private static final int VECTORS = 31;

    @Test
    void allRecordedVectorsPass() throws Exception {
        String recordings = System.getProperty("agentloop.recordings", "");
        assumeTrue(!recordings.isBlank(), "system property agentloop.recordings is not set");
        JsonNode vectors = new ObjectMapper()
                .readTree(Path.of(recordings, "sse", "vectors.json").toFile())
                .get("vectors");

        assertThat(vectors).hasSize(VECTORS);
        SoftAssertions softly = new SoftAssertions();
        for (JsonNode vector : vectors) {
            byte[] stream =
                    Base64.getDecoder().decode(vector.get("input_base64").asText());
            Stream.of(
                            PiecesSource.of(pieces(stream, vector.path("chunk_sizes"))),
                            PiecesSource.of(List.of(stream)),
                            PiecesSource.oneByteAtATime(stream))
                    .map(StreamEvents::read)
                    .forEach(read -> check(read, vector, softly));
        }
        softly.assertAll();
    }

    private static void check(StreamEvents read, JsonNode vector, SoftAssertions softly) {
        String name = vector.get("name").asText();
        List<Event> expected = new ArrayList<>();
        for (JsonNode event : vector.get("expected")) {
            expected.add(new Event(
                    event.get("event").asText(),
                    event.get("data").asText(),
                    event.get("lastEventId").asText()));
        }
        softly.assertThat(read.events()).as(name).isEqualTo(expected);
        softly.assertThat(read.retryMillis())
                .as(name + ", retry")
                .isEqualTo(vector.path("expected_retry_ms").asLong(-1));
        if (vector.has("expected_final_last_event_id")) {
            softly.assertThat(read.lastEventId())
                    .as(name + ", last id")
                    .isEqualTo(vector.get("expected_final_last_event_id").asText());
        }
    }

    private static List<byte[]> pieces(byte[] stream, JsonNode sizes) {
        List<byte[]> pieces = new ArrayList<>();
        int start = 0;
        for (JsonNode size : sizes) {
            int end = Math.min(stream.length, start + size.asInt());
            pieces.add(Arrays.copyOfRange(stream, start, end));
            start = end;
        }
        pieces.add(Arrays.copyOfRange(stream, start, stream.length));
        return pieces;
    }
}

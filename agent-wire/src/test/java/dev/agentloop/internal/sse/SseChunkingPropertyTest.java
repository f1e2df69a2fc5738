package dev.agentloop.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SseChunkingPropertyTest {
    @Property
    void anyStreamInAnyPiecesGivesTheEventsOfTheRules(@ForAll("streams") String text, @ForAll Random random) {
        byte[] stream = text.getBytes(StandardCharsets.UTF_8);
        StreamEvents expected = NaiveReader.read(stream);

        assertThat(StreamEvents.read(stream)).isEqualTo(expected);
        assertThat(StreamEvents.read(PiecesSource.of(cut(stream, random, 9)))).isEqualTo(expected);
    }

    @Property(tries = 100)
    void eventsLongerThanTheBufferSurviveAnyPieces(@ForAll("longStreams") String text, @ForAll Random random) {
        byte[] stream = text.getBytes(StandardCharsets.UTF_8);
        StreamEvents expected = NaiveReader.read(stream);

        assertThat(StreamEvents.read(stream)).isEqualTo(expected);
        assertThat(StreamEvents.read(PiecesSource.of(cut(stream, random, 9000))))
                .isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> streams() {
        Arbitrary<String> pieces = Arbitraries.of(
                "data",
                "data:",
                "data: ",
                "event: ",
                "event:",
                "id: ",
                "id:",
                "retry: ",
                ":",
                " ",
                "x",
                "12",
                "\0",
                "é",
                "😀",
                "\uFEFF",
                "\n",
                "\n",
                "\n\n",
                "\r",
                "\r\n",
                "\r\n\r\n",
                "unknown: y\n",
                "data: abc\n\n");
        return pieces.list().ofMaxSize(40).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> longStreams() {
        Arbitrary<String> field = Arbitraries.of("data: ", "data:", ": ", "event: ", "id: ", "other: ");
        Arbitrary<Integer> length = Arbitraries.of(0, 1, 100, 4000, 8170, 8180, 8192, 9000, 40_000);
        Arbitrary<String> lineEnd = Arbitraries.of("\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n");
        Arbitrary<String> line = Combinators.combine(field, length, lineEnd)
                .as((name, count, end) -> name + "é".repeat(count / 2) + "x".repeat(count % 2) + end);
        return line.list().ofMaxSize(20).map(list -> String.join("", list));
    }

    private static List<byte[]> cut(byte[] stream, Random random, int largest) {
        List<byte[]> pieces = new ArrayList<>();
        int start = 0;
        while (start < stream.length) {
            int end = Math.min(stream.length, start + 1 + random.nextInt(largest));
            pieces.add(Arrays.copyOfRange(stream, start, end));
            start = end;
        }
        return pieces;
    }
}

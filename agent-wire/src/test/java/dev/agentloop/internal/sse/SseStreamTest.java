package dev.agentloop.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.agentloop.internal.sse.SseStream.Signal;
import dev.agentloop.internal.sse.StreamEvents.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseStreamTest {
    static Stream<SseVector> vectors() {
        return Stream.of(
                        SseVector.common(),
                        SseVector.byteOrderMark(),
                        SseVector.carriageReturnAtTheEnd(),
                        SseVector.nulInId(),
                        SseVector.idWithoutData(),
                        SseVector.cutInsideALine(),
                        SseVector.retry())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void followsTheEventStreamRules(SseVector vector) {
        assertThat(StreamEvents.read(vector.stream())).isEqualTo(vector.expected());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void followsTheEventStreamRulesOneByteAtATime(SseVector vector) {
        assertThat(StreamEvents.read(PiecesSource.oneByteAtATime(vector.stream())))
                .isEqualTo(vector.expected());
    }

    @Test
    void malformedUtf8IsReplacedInStringsAndKeptInBytes() throws Exception {
        Buffer source = new Buffer()
                .writeUtf8("event: a")
                .writeByte(0xFF)
                .writeUtf8("\nid: b")
                .writeByte(0xC3)
                .writeUtf8("\ndata: c")
                .writeByte(0xF0)
                .writeByte(0x9F)
                .writeUtf8("d\n\n");
        SseStream stream = new SseStream(source);

        assertThat(stream.next()).isEqualTo(Signal.EVENT);

        assertThat(new Event(stream.eventType(), stream.dataString(), stream.lastEventId()))
                .isEqualTo(new Event("a\uFFFD", "c\uFFFDd", "b\uFFFD"));
        assertThat(stream.dataEquals(new byte[] {'c', (byte) 0xF0, (byte) 0x9F, 'd'}))
                .isTrue();
        assertThat(stream.dataEquals("c".getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: x\r\r", "data: x\n\r", "data: x\r\n\r", "data: x\n\n"})
    void anEventIsDispatchedWithoutWaitingForAByteAfterItsBlankLine(String stream) throws Exception {
        SseStream events = new SseStream(Okio.buffer(PiecesSource.failingAfter(stream, "would wait")));

        assertThat(events.next()).isEqualTo(Signal.EVENT);
        assertThat(events.dataString()).isEqualTo("x");
        assertThatIOException().isThrownBy(events::next).withMessage("would wait");
    }

    @ParameterizedTest
    @ValueSource(strings = {": ping\r", ": ping\n", "\r", "id: 3\n\n"})
    void aSignOfLifeIsReportedWithoutWaitingForMore(String stream) throws Exception {
        SseStream events = new SseStream(Okio.buffer(PiecesSource.failingAfter(stream, "would wait")));

        assertThat(events.next()).isEqualTo(Signal.KEEP_ALIVE);
    }

    @Test
    void aLostConnectionIsTheExceptionOfTheSource() throws Exception {
        SseStream events = new SseStream(Okio.buffer(PiecesSource.failingAfter("data: x\n\ndata: y\n", "reset")));

        assertThat(events.nextEvent()).isTrue();
        assertThatIOException().isThrownBy(events::nextEvent).withMessage("reset");
    }

    @Test
    void theEndStaysTheEnd() throws Exception {
        SseStream events = new SseStream(new Buffer().writeUtf8(": x\n\ndata: y"));

        assertThat(events.nextEvent()).isFalse();
        assertThat(events.next()).isEqualTo(Signal.END);
        assertThat(events.endedInsideEvent()).isTrue();
    }

    @Test
    void aJsonParserRunsOnTheBytesOfTheEvent() throws Exception {
        String filler = ": " + "-".repeat(8100) + "\n"; // the event lies across the end of the first buffer
        SseStream events = new SseStream(new Buffer().writeUtf8(filler + "data: {\"delta\":\ndata: \"Grüße\"}\n\n"));

        assertThat(events.nextEvent()).isTrue();
        try (JsonParser parser =
                new JsonFactory().createParser(events.buffer(), events.dataOffset(), events.dataLength())) {
            parser.nextToken();
            assertThat(parser.nextFieldName()).isEqualTo("delta");
            assertThat(parser.nextTextValue()).isEqualTo("Grüße");
        }
    }

    @Test
    void aTypeSeenBeforeIsTheSameString() throws Exception {
        String twice = "event: a\ndata: 1\n\nevent: b\ndata: 2\n\n".repeat(2);
        SseStream events = new SseStream(new Buffer().writeUtf8(twice));
        String[] types = new String[4];
        for (int i = 0; i < types.length; i++) {
            assertThat(events.nextEvent()).isTrue();
            types[i] = events.eventType();
        }

        assertThat(types).containsExactly("a", "b", "a", "b");
        assertThat(types[2]).isSameAs(types[0]);
        assertThat(types[3]).isSameAs(types[1]);
    }

    @Test
    void moreTypesThanTheTableHoldsAreStillRight() throws Exception {
        Buffer source = new Buffer();
        int count = 1000;
        for (int i = 0; i < count; i++) {
            source.writeUtf8("event: type" + i + "x".repeat(i % 200) + "\ndata\n\n");
        }
        SseStream events = new SseStream(source);

        for (int i = 0; i < count; i++) {
            assertThat(events.nextEvent()).isTrue();
            assertThat(events.eventType()).isEqualTo("type" + i + "x".repeat(i % 200));
        }
    }

    @Test
    void closeClosesTheSource() throws Exception {
        Buffer bytes = new Buffer();
        BufferedSource source = Okio.buffer((Source) bytes);

        new SseStream(source).close();

        assertThat(source.isOpen()).isFalse();
    }

    @Test
    void aCapMustBePositiveAndFitAnArray() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SseStream(new Buffer(), 0, 1))
                .withMessageContaining("maxLineBytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SseStream(new Buffer(), 1, Integer.MAX_VALUE))
                .withMessageContaining("maxEventBytes");
    }
}

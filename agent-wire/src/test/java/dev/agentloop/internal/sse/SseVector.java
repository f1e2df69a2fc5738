package dev.agentloop.internal.sse;

import dev.agentloop.internal.sse.StreamEvents.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A stream and what the WHATWG rules make of it. Written by hand from the rules and from what servers do. */
record SseVector(String name, byte[] stream, StreamEvents expected) {
    private static final String BOM = "\uFEFF";

    @Override
    public String toString() {
        return name;
    }

    /** Streams on which every conforming reader agrees. */
    static List<SseVector> common() {
        return List.of(
                events("one data line", "data: hello\n\n", Event.message("hello")),
                events("no space after the colon", "data:hello\n\n", Event.message("hello")),
                events("only one space is removed", "data:  hello\n\n", Event.message(" hello")),
                events("a tab is not a space", "data:\thello\n\n", Event.message("\thello")),
                events("trailing space is kept", "data: hello \n\n", Event.message("hello ")),
                events("value with colons", "data: a:b: c\n\n", Event.message("a:b: c")),
                events("data lines are joined", "data: a\ndata: b\ndata:c\n\n", Event.message("a\nb\nc")),
                events("empty data lines count", "data\ndata:\ndata: x\ndata\n\n", Event.message("\n\nx\n")),
                events("field without colon", "data\n\n", Event.message("")),
                events("empty data", "data:\n\n", Event.message("")),
                events("named event", "event: delta\ndata: x\n\n", new Event("delta", "x", "")),
                events("type after data", "data: x\nevent: delta\n\n", new Event("delta", "x", "")),
                events("last type wins", "event: a\nevent: b\ndata: x\n\n", new Event("b", "x", "")),
                events("empty type is message", "event: a\nevent:\ndata: x\n\n", Event.message("x")),
                events(
                        "type lasts one event",
                        "event: delta\ndata: x\n\ndata: y\n\n",
                        new Event("delta", "x", ""),
                        Event.message("y")),
                events("unknown fields are ignored", "foo: bar\ndatax: y\ndata: x\nfoo\n\n", Event.message("x")),
                events("field names are case-sensitive", "DATA: a\nData: b\ndata: c\n\n", Event.message("c")),
                events("field names are not trimmed", " data: a\ndata : b\ndata: c\n\n", Event.message("c")),
                events("CRLF", "event: e\r\ndata: a\r\ndata: b\r\n\r\n", new Event("e", "a\nb", "")),
                events(
                        "mixed line ends",
                        "data: a\r\ndata: b\n\r\ndata: c\n\n",
                        Event.message("a\nb"),
                        Event.message("c")),
                events(
                        "VT, FF, NEL and LS end no line",
                        "data: a\u000Bb\fc\u0085d\u2028e\n\n",
                        Event.message("a\u000Bb\fc\u0085d\u2028e")),
                events("NUL in data is data", "data: a\0b\n\n", Event.message("a\0b")),
                events("multi-byte text", "data: €豆腐😀\n\n", Event.message("€豆腐😀")),
                events("BOM inside is text", "data: " + BOM + "x\n\n", Event.message(BOM + "x")),
                events(
                        "Chat Completions sentinel",
                        "data: {\"x\":1}\n\ndata: [DONE]\n\n",
                        Event.message("{\"x\":1}"),
                        Event.message("[DONE]")),
                events(
                        "id stays until changed",
                        "id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\nid\ndata: d\n\n",
                        new Event("message", "a", "1"),
                        new Event("message", "b", "1"),
                        new Event("message", "c", "2"),
                        new Event("message", "d", "")),
                vector(
                        "comments, also inside a block",
                        ": ping\n\n:\ndata: a\n: inside\ndata: b\n\n",
                        new StreamEvents(List.of(Event.message("a\nb")), 4, "", -1, false)),
                vector(
                        "block without data dispatches nothing",
                        "event: ping\n\ndata: x\n\n",
                        new StreamEvents(List.of(Event.message("x")), 1, "", -1, false)),
                vector(
                        "extra blank lines",
                        "\n\ndata: x\n\n\n\n",
                        new StreamEvents(List.of(Event.message("x")), 4, "", -1, false)),
                vector(
                        "unfinished event is discarded",
                        "data: x\n\nid: 9\ndata: y\n",
                        new StreamEvents(List.of(Event.message("x")), 0, "", -1, true)),
                vector("empty stream", "", new StreamEvents(List.of(), 0, "", -1, false)));
    }

    /** The known differences between this reader and okhttp-sse; each is one of the differing groups. */
    static List<SseVector> byteOrderMark() {
        return List.of(
                events(
                        "BOM at the start is removed",
                        BOM + "data: 1\n\ndata: 2\n\n",
                        Event.message("1"),
                        Event.message("2")),
                vector("nothing but a BOM", BOM, new StreamEvents(List.of(), 0, "", -1, false)),
                vector(
                        "only one BOM is removed",
                        BOM + BOM + "data: 1\n\ndata: 2\n\n",
                        new StreamEvents(List.of(Event.message("2")), 1, "", -1, false)));
    }

    static List<SseVector> carriageReturnAtTheEnd() {
        return List.of(events("CR only", "data: a\rdata: b\r\rdata: c\r\r", Event.message("a\nb"), Event.message("c")));
    }

    static List<SseVector> nulInId() {
        return List.of(events(
                "id with NUL is ignored",
                "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n",
                new Event("message", "a", "1"),
                new Event("message", "b", "1")));
    }

    static List<SseVector> idWithoutData() {
        return List.of(vector(
                "id of a block without data is remembered",
                "id: 7\n\ndata: x\n\n",
                new StreamEvents(List.of(new Event("message", "x", "7")), 1, "7", -1, false)));
    }

    static List<SseVector> cutInsideALine() {
        return List.of(vector(
                "cut inside a line",
                "data: x\n\ndata: {\"unfin",
                new StreamEvents(List.of(Event.message("x")), 0, "", -1, true)));
    }

    static List<SseVector> retry() {
        return List.of(
                retry("retry", "retry: 1500\ndata: x\n\n", 1500),
                retry("last valid retry wins", "retry: 2\nretry: 30\nretry: 4x\ndata: x\n\n", 30),
                retry(
                        "retry takes digits only",
                        "retry: -5\nretry: +5\nretry: 1.5\nretry: 0x1\nretry:\ndata: x\n\n",
                        -1),
                retry("retry zero", "retry: 0\ndata: x\n\n", 0),
                retry("retry too long for a number", "retry: 99999999999999999999\ndata: x\n\n", Integer.MAX_VALUE));
    }

    private static SseVector events(String name, String stream, Event... expected) {
        String lastEventId = expected[expected.length - 1].lastEventId();
        return vector(name, stream, new StreamEvents(List.of(expected), 0, lastEventId, -1, false));
    }

    private static SseVector retry(String name, String stream, long expected) {
        return vector(name, stream, new StreamEvents(List.of(Event.message("x")), 0, "", expected, false));
    }

    private static SseVector vector(String name, String stream, StreamEvents expected) {
        return new SseVector(name, stream.getBytes(StandardCharsets.UTF_8), expected);
    }
}

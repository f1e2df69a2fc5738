package dev.agentloop.testkit;

import dev.agentloop.model.ModelEndpoint.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ScriptedModelServer} answers to one request, and how it misbehaves meanwhile. Immutable. Scripts and errors
 * take the form of the wire that the request speaks.
 *
 * <pre>{@code
 * server.respond(Reply.of(Sse.text("Hello")).inPieces(1));          // one byte at a time
 * server.respond(Reply.of(Sse.text("Hello")).resetAfter(700));      // a reset in the middle
 * server.respond(Reply.http(429, "{}").header("retry-after", "1"));
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Reply {
    /** How a body ends that is not sent to its end. */
    enum Ending {
        COMPLETE,
        /** Cleanly, as if that were all. */
        END,
        /** The connection closes in the middle of the body. */
        CUT,
        /** The connection is reset. */
        RESET,
        /** Nothing more comes. */
        STALL
    }

    private final int status;
    private final Map<String, String> headers;
    private final ReplyBody body;
    private final Ending ending;
    private final Limit limit;
    private final int pieceBytes;

    /**
     * How much of a body is sent, whichever is less.
     *
     * @param through whether the event with the mark is sent too
     */
    record Limit(int bytes, @Nullable StreamMark mark, boolean through) {
        private static final Limit NONE = new Limit(Integer.MAX_VALUE, null, false);

        List<Frame> of(List<Frame> frames) {
            for (int i = 0; i < frames.size(); i++) {
                if (frames.get(i) instanceof Frame.Bytes event
                        && mark != null
                        && event.marks().contains(mark)) {
                    return frames.subList(0, through ? i + 1 : i);
                }
            }
            return frames;
        }
    }

    private Reply(int status, Map<String, String> headers, ReplyBody body, Ending ending, Limit limit, int pieceBytes) {
        this.status = status;
        this.headers = Collections.unmodifiableMap(headers);
        this.body = body;
        this.ending = ending;
        this.limit = limit;
        this.pieceBytes = pieceBytes;
    }

    /** A streamed response that says this. */
    public static Reply of(Sse... script) {
        return streamed(new ReplyBody.Script(Sse.script(script), null));
    }

    /** Any HTTP answer with a JSON body. */
    public static Reply http(int status, String body) {
        return http(status, Map.of("content-type", "application/json"), body);
    }

    /** Any HTTP answer. */
    public static Reply http(int status, Map<String, String> headers, String body) {
        return bytes(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Any HTTP answer, such as the bytes of a recorded stream. */
    public static Reply bytes(int status, Map<String, String> headers, byte[] body) {
        return complete(status, headers, new ReplyBody.Fixed(body.clone()));
    }

    /**
     * The service's usual form of an error.
     *
     * @param code as the Responses wire names it, such as {@code rate_limit_exceeded}; other wires get their own name
     */
    public static Reply error(int status, String code, String message) {
        return complete(status, Map.of("content-type", "application/json"), new ReplyBody.Refusal(code, message));
    }

    static Reply stepped(StreamControl control, Sse... script) {
        return streamed(new ReplyBody.Script(Sse.script(script), control));
    }

    private static Reply streamed(ReplyBody.Script script) {
        return complete(200, Map.of("content-type", "text/event-stream; charset=utf-8"), script);
    }

    private static Reply complete(int status, Map<String, String> headers, ReplyBody body) {
        return new Reply(status, new LinkedHashMap<>(headers), body, Ending.COMPLETE, Limit.NONE, Integer.MAX_VALUE);
    }

    /** The same with this header; replaces one of the same name. */
    public Reply header(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.keySet().removeIf(name::equalsIgnoreCase);
        changed.put(name, value);
        return new Reply(status, changed, body, ending, limit, pieceBytes);
    }

    /** The same with this status. */
    public Reply status(int other) {
        return new Reply(other, headers, body, ending, limit, pieceBytes);
    }

    /** The body is sent in pieces of so many bytes, each in a chunk and a write of its own. */
    public Reply inPieces(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be at least 1, not " + bytes);
        }
        return new Reply(status, headers, body, ending, limit, bytes);
    }

    /** After so many bytes of the body the response ends cleanly, as if that were all. */
    public Reply endAfter(int bytes) {
        return ending(Ending.END, bytes);
    }

    /** After so many bytes of the body the connection is closed; the client can tell that something is missing. */
    public Reply cutAfter(int bytes) {
        return ending(Ending.CUT, bytes);
    }

    /** After so many bytes of the body the connection is reset. */
    public Reply resetAfter(int bytes) {
        return ending(Ending.RESET, bytes);
    }

    /** After so many bytes of the body nothing comes any more; the connection stays open. */
    public Reply stallAfter(int bytes) {
        return ending(Ending.STALL, bytes);
    }

    private Reply ending(Ending how, int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative, but is " + bytes);
        }
        return new Reply(status, headers, body, how, new Limit(bytes, limit.mark(), limit.through()), pieceBytes);
    }

    /** Before the first event with this mark the response ends cleanly, as if that were all. */
    public Reply endBefore(StreamMark mark) {
        return ending(Ending.END, mark, false);
    }

    /** After the first event with this mark the response ends cleanly, as if that were all. */
    public Reply endAfter(StreamMark mark) {
        return ending(Ending.END, mark, true);
    }

    /** Before the first event with this mark the connection is closed. */
    public Reply cutBefore(StreamMark mark) {
        return ending(Ending.CUT, mark, false);
    }

    /** After the first event with this mark the connection is closed. */
    public Reply cutAfter(StreamMark mark) {
        return ending(Ending.CUT, mark, true);
    }

    /** After the first event with this mark the connection is reset. */
    public Reply resetAfter(StreamMark mark) {
        return ending(Ending.RESET, mark, true);
    }

    /** After the first event with this mark nothing comes any more. */
    public Reply stallAfter(StreamMark mark) {
        return ending(Ending.STALL, mark, true);
    }

    private Reply ending(Ending how, StreamMark mark, boolean through) {
        if (!(body instanceof ReplyBody.Script)) {
            throw new IllegalArgumentException("Only a streamed response has events, not " + this);
        }
        return new Reply(status, headers, body, how, new Limit(limit.bytes(), mark, through), pieceBytes);
    }

    /** The body as the first request of the Responses wire gets it. */
    public byte[] bodyBytes() {
        return bodyBytes(Wire.RESPONSES);
    }

    /** The body as the first request of this wire gets it. */
    public byte[] bodyBytes(Wire wire) {
        return bodyBytes(ScriptedWire.of(wire), 1);
    }

    byte[] bodyBytes(ScriptedWire wire, int number) {
        if (body instanceof ReplyBody.Fixed fixed) {
            return fixed.bytes().clone();
        }
        if (body instanceof ReplyBody.Refusal refusal) {
            return wire.refusal(status, refusal.code(), refusal.message()).getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Frame frame : frames(wire, number, ScriptedModelServer.MODEL)) {
            if (!(frame instanceof Frame.Bytes bytes)) {
                throw new IllegalArgumentException("This response waits: " + frame + ". It has no bytes of its own.");
            }
            all.writeBytes(bytes.bytes());
        }
        return all.toByteArray();
    }

    /** The steps of a streamed response; none for another. */
    List<Frame> frames(ScriptedWire wire, int number, String model) {
        return body instanceof ReplyBody.Script script ? wire.render(script.words(), number, model) : List.of();
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    ReplyBody body() {
        return body;
    }

    Ending ending() {
        return ending;
    }

    Limit limit() {
        return limit;
    }

    int pieceBytes() {
        return pieceBytes;
    }

    @Override
    public String toString() {
        return "Reply[" + status + (body instanceof ReplyBody.Script script ? " " + script.words() : "")
                + (ending == Ending.COMPLETE ? "" : " " + ending + " at " + limit) + "]";
    }
}

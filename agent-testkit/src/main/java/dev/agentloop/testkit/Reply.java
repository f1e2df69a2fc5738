package dev.agentloop.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ScriptedModelServer} answers to one request, and how it misbehaves meanwhile. Immutable.
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
    private final List<Sse> script;
    private final byte @Nullable [] body;
    private final @Nullable StreamControl control;
    private final Ending ending;
    private final int limitBytes;
    private final int pieceBytes;

    private Reply(
            int status,
            Map<String, String> headers,
            List<Sse> script,
            byte @Nullable [] body,
            @Nullable StreamControl control,
            Ending ending,
            int limitBytes,
            int pieceBytes) {
        this.status = status;
        this.headers = Collections.unmodifiableMap(headers);
        this.script = script;
        this.body = body;
        this.control = control;
        this.ending = ending;
        this.limitBytes = limitBytes;
        this.pieceBytes = pieceBytes;
    }

    /** A streamed response that says this. */
    public static Reply of(Sse... script) {
        return streamed(Sse.script(script), null);
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
        return new Reply(
                status,
                new LinkedHashMap<>(headers),
                List.of(),
                body.clone(),
                null,
                Ending.COMPLETE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);
    }

    /** The service's usual form of an error. */
    public static Reply error(int status, String code, String message) {
        var error = Json.object();
        error.putObject("error")
                .put("message", message)
                .put(
                        "type",
                        status == 429 ? "rate_limit_error" : status < 500 ? "invalid_request_error" : "server_error")
                .putNull("param")
                .put("code", code);
        return http(status, error.toString());
    }

    static Reply stepped(StreamControl control, Sse... script) {
        return streamed(Sse.script(script), control);
    }

    private static Reply streamed(List<Sse> script, @Nullable StreamControl control) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "text/event-stream; charset=utf-8");
        return new Reply(200, headers, script, null, control, Ending.COMPLETE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** The same with this header; replaces one of the same name. */
    public Reply header(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.keySet().removeIf(name::equalsIgnoreCase);
        changed.put(name, value);
        return new Reply(status, changed, script, body, control, ending, limitBytes, pieceBytes);
    }

    /** The same with this status. */
    public Reply status(int other) {
        return new Reply(other, headers, script, body, control, ending, limitBytes, pieceBytes);
    }

    /** The body is sent in pieces of so many bytes, each in a chunk and a write of its own. */
    public Reply inPieces(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be at least 1, not " + bytes);
        }
        return new Reply(status, headers, script, body, control, ending, limitBytes, bytes);
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
        return new Reply(status, headers, script, body, control, how, bytes, pieceBytes);
    }

    /** The body of a streamed reply as it would be sent for the first request, to find out where to cut it. */
    public byte[] bodyBytes() {
        return bodyBytes(1);
    }

    byte[] bodyBytes(int number) {
        if (body != null) {
            return body.clone();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Frame frame : ResponsesRenderer.render(script, number, ScriptedModelServer.MODEL)) {
            if (!(frame instanceof Frame.Bytes bytes)) {
                throw new IllegalArgumentException("This response waits: " + frame + ". It has no bytes of its own.");
            }
            all.writeBytes(bytes.bytes());
        }
        return all.toByteArray();
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    List<Sse> script() {
        return script;
    }

    byte @Nullable [] body() {
        return body;
    }

    @Nullable
    StreamControl control() {
        return control;
    }

    Ending ending() {
        return ending;
    }

    int limitBytes() {
        return limitBytes;
    }

    int pieceBytes() {
        return pieceBytes;
    }

    @Override
    public String toString() {
        return "Reply[" + status + (script.isEmpty() ? "" : " " + script)
                + (ending == Ending.COMPLETE ? "" : " " + ending + " after " + limitBytes) + "]";
    }
}

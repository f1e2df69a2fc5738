package dev.agentloop.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends one reply, with the faults it asks for. */
final class ReplyWriter {
    private static final int FLUSH_BYTES = 64 * 1024;

    private final HttpOut out;
    private final Reply reply;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private int budget;

    ReplyWriter(HttpOut out, Reply reply) {
        this.out = out;
        this.reply = reply;
        this.budget = reply.limit().bytes();
    }

    /**
     * @param number of the request, which makes the ids of its response unique
     * @return whether the response was ended, so that the connection may close
     */
    boolean write(RecordedRequest request, int number) throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        ScriptedWire wire = request.wire();
        headers.putIfAbsent(wire.requestIdHeader(), "req_" + number);
        if (!(reply.body() instanceof ReplyBody.Script script)) {
            byte[] body = reply.bodyBytes(wire, number);
            out.head(reply.status(), headers, body.length);
            add(body);
            return finish();
        }
        List<Frame> frames = reply.limit().of(reply.frames(wire, number, request.model()));
        out.head(reply.status(), headers, -1);
        StreamControl control = script.control();
        if (control != null) {
            out.flush();
            control.attach(request, out, frames);
            return false;
        }
        for (Frame frame : frames) {
            if (frame instanceof Frame.Bytes bytes) {
                add(bytes.bytes());
            } else if (frame instanceof Frame.Pause pause) {
                send();
                pause.gate().pass();
            } else {
                send();
                return false;
            }
        }
        return finish();
    }

    private void add(byte[] bytes) throws IOException {
        int taken = Math.min(bytes.length, budget);
        collected.write(bytes, 0, taken);
        budget -= taken;
        if (collected.size() >= FLUSH_BYTES) {
            send();
        }
    }

    private void send() throws IOException {
        byte[] bytes = collected.toByteArray();
        collected.reset();
        int step = Math.min(reply.pieceBytes(), Math.max(1, bytes.length));
        for (int from = 0; from < bytes.length; from += step) {
            out.body(bytes, from, Math.min(step, bytes.length - from));
            if (step < bytes.length) {
                out.flush();
            }
        }
        out.flush();
    }

    private boolean finish() throws IOException {
        if (reply.ending() == Reply.Ending.COMPLETE && reply.pieceBytes() == Integer.MAX_VALUE) {
            out.body(collected.toByteArray(), 0, collected.size());
        } else {
            send();
        }
        switch (reply.ending()) {
            case COMPLETE, END -> out.end();
            case CUT -> out.cut();
            case RESET -> out.reset();
            case STALL -> {
                return false;
            }
        }
        return true;
    }
}

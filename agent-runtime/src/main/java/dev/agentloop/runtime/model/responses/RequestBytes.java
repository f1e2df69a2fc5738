package dev.agentloop.runtime.model.responses;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A request body: head, encoded input, tail, written from where they are. Sent at most once. */
final class RequestBytes extends RequestBody {
    private static final MediaType JSON = MediaType.get("application/json");

    private final RequestHead head;
    private final EncodedInput input;
    private final byte[] tail;

    RequestBytes(RequestHead head, EncodedInput input, byte[] tail) {
        this.head = head;
        this.input = input;
        this.tail = tail;
    }

    RequestHead head() {
        return head;
    }

    EncodedInput input() {
        return input;
    }

    /** How many bytes of memory this keeps, items apart. */
    int weight() {
        return head.bytes().length + input.weight();
    }

    @Override
    public MediaType contentType() {
        return JSON;
    }

    @Override
    public long contentLength() {
        return (long) head.bytes().length + input.length() + tail.length;
    }

    /** True, so that the HTTP client never sends it again on its own. */
    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(head.bytes());
        sink.write(input.bytes(), 0, input.length());
        sink.write(tail);
    }
}

package dev.agentloop.mcp.transport;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/** Ends a stream whose last byte is a carriage return with a line feed: okhttp-sse reads such a stream for ever. */
final class TrailingLineEnd extends ForwardingSource {
    private boolean endsInReturn;
    private boolean ended;

    TrailingLineEnd(Source source) {
        super(source);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        if (ended) {
            return -1;
        }
        long read = super.read(sink, byteCount);
        if (read > 0) {
            endsInReturn = sink.getByte(sink.size() - 1) == '\r';
            return read;
        }
        ended = true;
        if (endsInReturn) {
            sink.writeByte('\n');
            return 1;
        }
        return -1;
    }
}

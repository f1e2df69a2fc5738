package dev.agentloop.internal.sse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import okio.Buffer;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** A source that gives its bytes in the pieces it was told, one per read, as a socket would; then it ends or fails. */
final class PiecesSource implements Source {
    private final Deque<byte[]> pieces;
    private final @Nullable String failure;

    private PiecesSource(List<byte[]> pieces, @Nullable String failure) {
        this.pieces = new ArrayDeque<>(pieces);
        this.failure = failure;
    }

    static PiecesSource of(List<byte[]> pieces) {
        return new PiecesSource(pieces, null);
    }

    static PiecesSource oneByteAtATime(byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        for (byte b : bytes) {
            pieces.add(new byte[] {b});
        }
        return of(pieces);
    }

    /** Reading on after the bytes is an IOException: a lost connection, or a reader that would wait for nothing. */
    static PiecesSource failingAfter(String bytes, String failure) {
        return new PiecesSource(List.of(bytes.getBytes(StandardCharsets.UTF_8)), failure);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        byte[] piece = pieces.poll();
        while (piece != null && piece.length == 0) {
            piece = pieces.poll();
        }
        if (piece != null) {
            sink.write(piece);
            return piece.length;
        }
        if (failure != null) {
            throw new IOException(failure);
        }
        return -1;
    }

    @Override
    public Timeout timeout() {
        return Timeout.NONE;
    }

    @Override
    public void close() {}
}

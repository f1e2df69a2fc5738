package dev.agentloop.internal.jsonrpc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a byte stream into lines at LF, in one array that is used again. A line over the cap is passed over without
 * being kept, and reading goes on behind it. A last line without LF counts. A view, valid until the next call.
 */
final class LineReader {
    enum Result {
        LINE,
        /** The view holds the line's first bytes; {@link #lineBytes()} tells its full length. */
        TOO_LONG,
        END
    }

    private static final int INITIAL_BYTES = 8 << 10;

    private final InputStream input;
    private final int maxLineBytes;
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int start;
    private int limit;
    private int nextStart;
    private int lineLength;
    private long lineBytes;
    private boolean ended;

    LineReader(InputStream input, int maxLineBytes) {
        this.input = input;
        this.maxLineBytes = maxLineBytes;
    }

    Result next() throws IOException {
        start = nextStart;
        int scanned = start;
        while (true) {
            int lineFeed = indexOfLineFeed(scanned);
            boolean complete = lineFeed < limit;
            if (complete || ended) {
                nextStart = complete ? lineFeed + 1 : limit;
                lineBytes = lineFeed - start;
                lineLength = Math.min(lineFeed - start, maxLineBytes);
                if (lineBytes > maxLineBytes) {
                    return Result.TOO_LONG;
                }
                return complete || lineLength > 0 ? Result.LINE : Result.END;
            }
            if (limit - start > maxLineBytes) {
                return skipLine();
            }
            scanned = limit - start;
            fill();
            scanned += start;
        }
    }

    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return start;
    }

    /** Bytes of the line that can be seen, without LF. */
    int length() {
        return lineLength;
    }

    /** Bytes the line had, without LF. */
    long lineBytes() {
        return lineBytes;
    }

    /** Keeps the beginning where it is and reads the rest of the line over and over into the room behind it. */
    private Result skipLine() throws IOException {
        lineLength = maxLineBytes;
        lineBytes = limit - start;
        int room = start + maxLineBytes;
        if (buffer.length - room < INITIAL_BYTES) {
            buffer = Arrays.copyOf(buffer, room + INITIAL_BYTES);
        }
        while (true) {
            int count = input.read(buffer, room, buffer.length - room);
            if (count < 0) {
                ended = true;
                limit = room;
                nextStart = limit;
                return Result.TOO_LONG;
            }
            limit = room + count;
            int lineFeed = indexOfLineFeed(room);
            lineBytes += lineFeed - room;
            if (lineFeed < limit) {
                nextStart = lineFeed + 1;
                return Result.TOO_LONG;
            }
        }
    }

    private int indexOfLineFeed(int from) {
        int index = from;
        while (index < limit && buffer[index] != '\n') {
            index++;
        }
        return index;
    }

    private void fill() throws IOException {
        if (start == limit) {
            start = 0;
            limit = 0;
        } else if (limit == buffer.length) {
            boolean crowded = limit - start > buffer.length / 2;
            byte[] target = crowded ? new byte[2 * buffer.length] : buffer;
            System.arraycopy(buffer, start, target, 0, limit - start);
            buffer = target;
            limit -= start;
            start = 0;
        }
        int count = input.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
        } else {
            limit += count;
        }
    }
}

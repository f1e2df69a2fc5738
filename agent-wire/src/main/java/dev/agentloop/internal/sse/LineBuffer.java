package dev.agentloop.internal.sse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okio.BufferedSource;

/**
 * The bytes of an event stream, cut into lines, in one array that is used again and again: the data of the event being
 * read, a gap, the current line, and what follows it. A data line stays where it was read; further data lines of the
 * same event are moved down to it.
 */
final class LineBuffer {
    private static final int INITIAL_BYTES = 8 << 10; // a segment of the source
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final BufferedSource source;
    private final int maxLineBytes;
    private final int maxEventBytes;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private boolean hasData;
    private int dataStart;
    private int dataEnd;
    private int lineStart;
    private int lineEnd; // while a line is being read: how far it was searched
    private int limit;
    private boolean firstLine = true;
    private boolean lineFeedMayFollow; // the line before ended with CR; an LF belongs to it, but is not waited for

    LineBuffer(BufferedSource source, int maxLineBytes, int maxEventBytes) {
        this.source = source;
        this.maxLineBytes = maxLineBytes;
        this.maxEventBytes = maxEventBytes;
    }

    /** Finds the current line, reading as needed; false at the end of the source, where an open line stays open. */
    boolean findLine() throws IOException {
        do {
            skipLineFeed();
            searchLineEnd();
            if (lineEnd - lineStart > maxLineBytes) {
                throw new SseLimitException(SseLimitException.Limit.LINE, maxLineBytes);
            }
            if (lineEnd < limit) {
                skipByteOrderMark();
                return true;
            }
        } while (fill());
        skipByteOrderMark();
        return false;
    }

    /** Moves behind the current line. */
    void consumeLine() {
        lineFeedMayFollow = bytes[lineEnd] == '\r';
        lineStart = lineEnd + 1;
        lineEnd = lineStart;
    }

    /** Adds the current line, from an index on, to the event's data. */
    void appendData(int start) throws SseLimitException {
        int length = lineEnd - start;
        if ((hasData ? dataLength() + 1L : 0L) + length > maxEventBytes) {
            throw new SseLimitException(SseLimitException.Limit.EVENT, maxEventBytes);
        }
        if (hasData) {
            bytes[dataEnd++] = '\n';
            System.arraycopy(bytes, start, bytes, dataEnd, length);
        } else {
            hasData = true;
            dataStart = start;
            dataEnd = start;
        }
        dataEnd += length;
    }

    void clearData() {
        hasData = false;
        dataStart = 0;
        dataEnd = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean hasData() {
        return hasData;
    }

    int dataStart() {
        return dataStart;
    }

    int dataLength() {
        return dataEnd - dataStart;
    }

    int lineStart() {
        return lineStart;
    }

    int lineEnd() {
        return lineEnd;
    }

    /** After findLine() was false: whether the source ended behind the last line end. */
    boolean lineIsOpen() {
        return limit > lineStart;
    }

    boolean lineStartsWith(byte[] prefix) {
        return lineEnd - lineStart >= prefix.length
                && Arrays.equals(bytes, lineStart, lineStart + prefix.length, prefix, 0, prefix.length);
    }

    /** A copy of the data as text; malformed UTF-8 becomes U+FFFD. */
    String dataText() {
        return new String(bytes, dataStart, dataLength(), StandardCharsets.UTF_8);
    }

    private void skipByteOrderMark() {
        if (firstLine && lineStartsWith(BYTE_ORDER_MARK)) {
            lineStart += BYTE_ORDER_MARK.length;
        }
        firstLine = false;
    }

    private void skipLineFeed() {
        if (lineFeedMayFollow && lineStart < limit) {
            lineFeedMayFollow = false;
            if (bytes[lineStart] == '\n') {
                lineStart++;
                lineEnd = lineStart;
            }
        }
    }

    private void searchLineEnd() {
        byte[] array = bytes;
        int index = lineEnd;
        int stop = limit;
        while (index < stop && array[index] != '\n' && array[index] != '\r') {
            index++;
        }
        lineEnd = index;
    }

    private boolean fill() throws IOException {
        if (lineStart == limit && !hasData) {
            lineStart = 0;
            lineEnd = 0;
            limit = 0;
        } else if (limit == bytes.length) {
            makeRoom();
        }
        int count = source.read(bytes, limit, bytes.length - limit);
        if (count < 0) {
            return false;
        }
        limit += count;
        return true;
    }

    private void makeRoom() {
        int dataLength = dataLength();
        int lineLength = limit - lineStart;
        boolean crowded = dataLength + lineLength > bytes.length / 2;
        byte[] target = crowded ? new byte[(int) Math.min(2L * bytes.length, LARGEST_ARRAY)] : bytes;
        System.arraycopy(bytes, dataStart, target, 0, dataLength);
        System.arraycopy(bytes, lineStart, target, dataLength, lineLength);
        bytes = target;
        dataStart = 0;
        dataEnd = dataLength;
        lineEnd = dataLength + (lineEnd - lineStart);
        lineStart = dataLength;
        limit = dataLength + lineLength;
    }
}

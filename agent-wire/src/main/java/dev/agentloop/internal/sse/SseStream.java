package dev.agentloop.internal.sse;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import okio.BufferedSource;

/**
 * Reads an event stream (the WHATWG rules for {@code text/event-stream}) from a byte source, on the calling thread.
 *
 * <pre>{@code
 * try (SseStream stream = new SseStream(body.source())) {
 *     while (stream.nextEvent()) {
 *         handle(stream.eventType(), factory.createParser(stream.buffer(), stream.dataOffset(), stream.dataLength()));
 *     }
 * }
 * }</pre>
 *
 * <p>The stream itself is the view of the current event: its data stays UTF-8 bytes inside {@link #buffer()}, and
 * everything about it is valid until the next call of {@link #next()}. In steady state an event costs no allocation;
 * a String is made only by {@link #dataString()}, by a new {@link #lastEventId()} and by an event type not seen before.
 *
 * <p>{@code next()} blocks as long as the source does; the source's timeout is the only one, and its IOExceptions come
 * out unchanged. A body that was cut is therefore an exception where the transport notices, and {@link Signal#END} with
 * {@link #endedInsideEvent()} where it cannot (a close-delimited body). Not for use by several threads at once.
 */
public final class SseStream implements Closeable {
    /** What {@link #next()} found. */
    public enum Signal {
        /** An event; the accessors describe it. */
        EVENT,
        /** A comment, or a blank line that dispatches nothing: the server is alive, there is no event to look at. */
        KEEP_ALIVE,
        /** The source has ended. An event that was not complete is discarded; every further call ends here too. */
        END
    }

    /** 16 MiB: a generated image arrives as one base64 line of up to some MB; this leaves room and still ends a flood. */
    public static final int DEFAULT_MAX_LINE_BYTES = 16 << 20;

    /** As the line: one event is nearly always one data line. What is held in memory is the sum of the two, doubled. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 16 << 20;

    private static final int MAX_CAP_BYTES = 512 << 20; // both together must fit one array
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RETRY = "retry".getBytes(StandardCharsets.US_ASCII);
    private static final long MAX_RETRY_MILLIS = Integer.MAX_VALUE; // some 24 days; more digits mean no more than that

    private final BufferedSource source;
    private final LineBuffer lines;
    private final EventTypes types = new EventTypes();
    private final ByteText type = new ByteText();
    private final ByteText pendingId = new ByteText();
    private final ByteText lastEventId = new ByteText();
    private long retryMillis = -1;
    private boolean hasType;
    private boolean blockOpen; // a field was read since the last blank line
    private boolean viewOpen; // the block before is still what the accessors describe

    /** Reads from the source with the default caps. */
    public SseStream(BufferedSource source) {
        this(source, DEFAULT_MAX_LINE_BYTES, DEFAULT_MAX_EVENT_BYTES);
    }

    /**
     * Reads from the source.
     *
     * @param maxLineBytes largest line of any kind, without its line end
     * @param maxEventBytes largest data of one event, over all its lines
     */
    public SseStream(BufferedSource source, int maxLineBytes, int maxEventBytes) {
        this.source = Objects.requireNonNull(source, "source");
        this.lines = new LineBuffer(
                source, requireCap(maxLineBytes, "maxLineBytes"), requireCap(maxEventBytes, "maxEventBytes"));
    }

    /**
     * Reads up to the next event, sign of life, or end.
     *
     * @throws SseLimitException when a line or an event is too large
     * @throws IOException what the source throws
     */
    public Signal next() throws IOException {
        if (viewOpen) {
            viewOpen = false;
            hasType = false;
            lines.clearData();
        }
        while (lines.findLine()) {
            int start = lines.lineStart();
            if (start == lines.lineEnd()) {
                lines.consumeLine();
                return endOfBlock();
            }
            if (lines.bytes()[start] == ':') {
                lines.consumeLine();
                return Signal.KEEP_ALIVE;
            }
            readField();
            blockOpen = true;
            lines.consumeLine();
        }
        return Signal.END;
    }

    /** Reads up to the next event and passes over signs of life; false at the end. Throws as {@link #next()} does. */
    public boolean nextEvent() throws IOException {
        Signal signal = next();
        while (signal == Signal.KEEP_ALIVE) {
            signal = next();
        }
        return signal == Signal.EVENT;
    }

    /** The event's type, {@code message} when it names none. The same String object for a type that comes again. */
    public String eventType() {
        return hasType ? types.get(type.bytes(), type.length()) : "message";
    }

    /** The array that holds the event's data. Another array, or other content, after the next call of next(). */
    public byte[] buffer() {
        return lines.bytes();
    }

    /** Where the event's data begins in {@link #buffer()}. */
    public int dataOffset() {
        return lines.dataStart();
    }

    /** How many bytes of data the event has; 0 for an empty data line. */
    public int dataLength() {
        return lines.dataLength();
    }

    /** Whether the event's data is exactly these bytes; for sentinels such as {@code [DONE]}. */
    public boolean dataEquals(byte[] expected) {
        int start = dataOffset();
        return Arrays.equals(buffer(), start, start + dataLength(), expected, 0, expected.length);
    }

    /** The event's data as a new String; malformed UTF-8 becomes U+FFFD. */
    public String dataString() {
        return lines.dataText();
    }

    /** The last id a complete block has set, also one before this event; empty when none or reset by the server. */
    public String lastEventId() {
        return lastEventId.toString();
    }

    /** The reconnection time the server asked for last; -1 when it never did. Takes effect before its block ends. */
    public long retryMillis() {
        return retryMillis;
    }

    /** After {@link Signal#END}: whether the stream stopped inside a line or a block, so that something was lost. */
    public boolean endedInsideEvent() {
        return blockOpen || lines.lineIsOpen();
    }

    /** Closes the source. */
    @Override
    public void close() throws IOException {
        source.close();
    }

    private Signal endOfBlock() {
        lastEventId.set(pendingId.bytes(), 0, pendingId.length());
        blockOpen = false;
        viewOpen = true;
        return lines.hasData() ? Signal.EVENT : Signal.KEEP_ALIVE;
    }

    private void readField() throws SseLimitException {
        byte[] line = lines.bytes();
        int end = lines.lineEnd();
        if (isField(DATA)) {
            lines.appendData(valueStart(DATA));
        } else if (isField(EVENT)) {
            int start = valueStart(EVENT);
            type.set(line, start, end);
            hasType = start < end;
        } else if (isField(ID)) {
            int start = valueStart(ID);
            if (!containsNul(line, start, end)) {
                pendingId.set(line, start, end);
            }
        } else if (isField(RETRY)) {
            readRetry(line, valueStart(RETRY), end);
        }
    }

    private boolean isField(byte[] name) {
        int after = lines.lineStart() + name.length;
        return lines.lineStartsWith(name) && (after == lines.lineEnd() || lines.bytes()[after] == ':');
    }

    private int valueStart(byte[] name) {
        int end = lines.lineEnd();
        int start = Math.min(lines.lineStart() + name.length + 1, end);
        return start < end && lines.bytes()[start] == ' ' ? start + 1 : start;
    }

    private void readRetry(byte[] line, int start, int end) {
        long millis = 0;
        for (int i = start; i < end; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9) {
                return;
            }
            millis = Math.min(millis * 10 + digit, MAX_RETRY_MILLIS);
        }
        if (start < end) {
            retryMillis = millis;
        }
    }

    private static boolean containsNul(byte[] line, int start, int end) {
        for (int i = start; i < end; i++) {
            if (line[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static int requireCap(int value, String name) {
        if (value < 1 || value > MAX_CAP_BYTES) {
            throw new IllegalArgumentException(name + " must be 1 to " + MAX_CAP_BYTES + " but is " + value);
        }
        return value;
    }
}

package dev.agentloop.tools.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Collects output that nobody reads yet within a fixed size: the first bytes and the last ones. What was taken is gone.
 * A character whose bytes have not all arrived waits for the next time. Thread-safe; adding never blocks for long, so a
 * command is never slowed down by its reader.
 */
final class HeadTailBuffer {

    private final ReentrantLock lock = new ReentrantLock();
    private final int capacity;
    private byte[] head = new byte[0];
    private byte[] tail = new byte[0];
    private int headSize;
    private long tailTotal;

    /** @param capacity bytes kept of the head, and again of the tail */
    HeadTailBuffer(int capacity) {
        this.capacity = capacity;
    }

    void add(byte[] bytes, int length) {
        lock.lock();
        try {
            int toHead = Math.min(length, capacity - headSize);
            if (headSize + toHead > head.length) {
                head = Arrays.copyOf(head, Math.min(capacity, Math.max(headSize + toHead, head.length * 2)));
            }
            System.arraycopy(bytes, 0, head, headSize, toHead);
            headSize += toHead;
            addToTail(bytes, toHead, length - toHead);
        } finally {
            lock.unlock();
        }
    }

    private void addToTail(byte[] bytes, int offset, int length) {
        if (length > 0 && tail.length == 0) {
            tail = new byte[capacity];
        }
        int skipped = Math.max(0, length - capacity);
        tailTotal += skipped;
        for (int at = offset + skipped; at < offset + length; ) {
            int position = (int) (tailTotal % capacity);
            int part = Math.min(offset + length - at, capacity - position);
            System.arraycopy(bytes, at, tail, position, part);
            tailTotal += part;
            at += part;
        }
    }

    /**
     * Takes what has arrived, with a note where bytes were dropped.
     *
     * @param ended nothing more will come, so an unfinished character is not waited for
     */
    String take(boolean ended) {
        lock.lock();
        try {
            byte[] last = lastBytes();
            long dropped = tailTotal - last.length;
            byte[] first = Arrays.copyOf(head, headSize);
            byte[] open = tailTotal > 0 ? last : first;
            int complete = ended ? open.length : completeLength(open);
            byte[] rest = Arrays.copyOfRange(open, complete, open.length);
            open = Arrays.copyOf(open, complete);
            headSize = 0;
            tailTotal = 0;
            tail = new byte[0];
            add(rest, rest.length);
            if (dropped == 0) {
                return tailTotalText(first, open, last.length > 0);
            }
            int start = continuationBytes(open);
            return new String(first, 0, completeLength(first), UTF_8)
                    + "\n… " + dropped + " bytes left out …\n"
                    + new String(open, start, open.length - start, UTF_8);
        } finally {
            lock.unlock();
        }
    }

    private static String tailTotalText(byte[] first, byte[] open, boolean hasTail) {
        if (!hasTail) {
            return new String(open, UTF_8);
        }
        byte[] all = Arrays.copyOf(first, first.length + open.length);
        System.arraycopy(open, 0, all, first.length, open.length);
        return new String(all, UTF_8);
    }

    private byte[] lastBytes() {
        if (tailTotal <= capacity) {
            return Arrays.copyOf(tail, (int) tailTotal);
        }
        int start = (int) (tailTotal % capacity);
        byte[] last = new byte[capacity];
        System.arraycopy(tail, start, last, 0, capacity - start);
        System.arraycopy(tail, 0, last, capacity - start, start);
        return last;
    }

    /** The length without a character at the end that has begun but not ended. */
    private static int completeLength(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int b = bytes[bytes.length - back] & 0xff;
            if (b < 0x80) {
                return bytes.length;
            }
            if (b >= 0xc0) {
                int needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
                return needed > back ? bytes.length - back : bytes.length;
            }
        }
        return bytes.length;
    }

    private static int continuationBytes(byte[] bytes) {
        int count = 0;
        while (count < Math.min(3, bytes.length) && (bytes[count] & 0xc0) == 0x80) {
            count++;
        }
        return count;
    }
}

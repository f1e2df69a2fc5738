package dev.agentloop.sandbox.spi.support;

import java.nio.charset.StandardCharsets;

/** Decodes cut pieces of UTF-8 without showing half a character at the cut. */
final class Utf8Edges {
    private static final int LONGEST = 4;

    private Utf8Edges() {}

    static String withoutBrokenEnd(byte[] bytes) {
        int last = bytes.length - 1;
        while (last >= 0 && bytes.length - last < LONGEST && isContinuation(bytes[last])) {
            last--;
        }
        boolean cut = last >= 0 && last + sequenceLength(bytes[last]) > bytes.length;
        return new String(bytes, 0, cut ? last : bytes.length, StandardCharsets.UTF_8);
    }

    static String withoutBrokenStart(byte[] bytes) {
        int first = 0;
        while (first < Math.min(bytes.length, LONGEST - 1) && isContinuation(bytes[first])) {
            first++;
        }
        return new String(bytes, first, bytes.length - first, StandardCharsets.UTF_8);
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xC0) == 0x80;
    }

    private static int sequenceLength(byte first) {
        if ((first & 0xE0) == 0xC0) {
            return 2;
        }
        if ((first & 0xF0) == 0xE0) {
            return 3;
        }
        return (first & 0xF8) == 0xF0 ? LONGEST : 1;
    }
}

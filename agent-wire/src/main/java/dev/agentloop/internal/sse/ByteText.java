package dev.agentloop.internal.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A reusable piece of UTF-8 text that becomes a String only when somebody asks, and once per value. */
final class ByteText {
    private byte[] bytes = new byte[64];
    private int length;
    private @Nullable String text = "";

    void set(byte[] source, int start, int end) {
        if (Arrays.equals(bytes, 0, length, source, start, end)) {
            return;
        }
        length = end - start;
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, 2 * bytes.length)];
        }
        System.arraycopy(source, start, bytes, 0, length);
        text = null;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    @Override
    public String toString() {
        String value = text;
        if (value == null) {
            value = new String(bytes, 0, length, StandardCharsets.UTF_8);
            text = value;
        }
        return value;
    }
}

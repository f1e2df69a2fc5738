package dev.agentloop.internal.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same String for the same type bytes. A stream names a few dozen event types thousands of times; the table
 * is direct-mapped and fixed in size, so a server that invents types costs a String each and no memory.
 */
final class EventTypes {
    private static final int SLOTS = 128; // the Responses API has some 60 event types
    private static final int MAX_KEPT_BYTES = 128;

    private final byte[] @Nullable [] names = new byte[SLOTS][];
    private final @Nullable String[] strings = new String[SLOTS];

    String get(byte[] bytes, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        byte[] name = names[slot];
        String string = strings[slot];
        if (name != null && string != null && Arrays.equals(name, 0, name.length, bytes, 0, length)) {
            return string;
        }
        String made = new String(bytes, 0, length, StandardCharsets.UTF_8);
        if (length <= MAX_KEPT_BYTES) {
            names[slot] = Arrays.copyOf(bytes, length);
            strings[slot] = made;
        }
        return made;
    }
}

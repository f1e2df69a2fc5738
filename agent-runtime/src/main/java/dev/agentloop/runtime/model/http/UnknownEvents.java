package dev.agentloop.runtime.model.http;

import dev.agentloop.model.ModelEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Events that nobody understands: passed on with their content, unless that is too long to be kept. */
public final class UnknownEvents {
    private static final int MOST_KEPT_BYTES = 64 << 10;

    private UnknownEvents() {}

    /** The event for these bytes. */
    public static ModelEvent of(String type, byte[] bytes, int offset, int length) {
        return new ModelEvent.Unknown(
                type,
                length > MOST_KEPT_BYTES
                        ? Optional.empty()
                        : Optional.of(new String(bytes, offset, length, StandardCharsets.UTF_8)));
    }
}

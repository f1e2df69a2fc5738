package dev.agentloop.internal.jsonrpc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The connection ended before the call was answered, or before it was sent. Whether the other side ran it is unknown. */
public final class PeerClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    PeerClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

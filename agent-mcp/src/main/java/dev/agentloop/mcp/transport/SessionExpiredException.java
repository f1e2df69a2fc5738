package dev.agentloop.mcp.transport;

import java.io.IOException;

/** The server does not know our session any more. The request was not run; a new handshake makes a new session. */
public final class SessionExpiredException extends IOException {
    private static final long serialVersionUID = 1L;

    SessionExpiredException(String message) {
        super(message);
    }
}

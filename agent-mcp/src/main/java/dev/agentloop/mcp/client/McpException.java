package dev.agentloop.mcp.client;

import org.jspecify.annotations.Nullable;

/** A server cannot be used. The message is a sentence about the server, for people. */
public final class McpException extends Exception {
    private static final long serialVersionUID = 1L;

    public McpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.agentloop.mcp.transport;

import dev.agentloop.internal.jsonrpc.JsonRpcException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server refused a message with an HTTP status. */
public final class HttpStatusException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable JsonRpcException answer;

    HttpStatusException(int status, String message, @Nullable JsonRpcException answer) {
        super(message);
        this.status = status;
        this.answer = answer;
    }

    public int status() {
        return status;
    }

    /** What the server said in the protocol; empty when nothing. */
    public Optional<JsonRpcException> answer() {
        return Optional.ofNullable(answer);
    }
}

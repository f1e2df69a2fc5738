package dev.agentloop.internal.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An error answer: thrown to a caller when the other side sent one, and by a {@link PeerHandler} to send one.
 */
public final class JsonRpcException extends Exception {
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;
    /** The answer to a cancelled request, where the dialect wants one. */
    public static final int REQUEST_CANCELLED = -32800;
    /** Too many requests run at once; from the range JSON-RPC leaves to implementations. */
    public static final int BUSY = -32000;

    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient @Nullable JsonNode data;

    public JsonRpcException(int code, String message) {
        this(code, message, null);
    }

    public JsonRpcException(int code, String message, @Nullable JsonNode data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    static JsonRpcException methodNotFound(String method) {
        return new JsonRpcException(METHOD_NOT_FOUND, "Method not found: " + method);
    }

    public int code() {
        return code;
    }

    /** What the other side sent along; null when nothing. */
    public @Nullable JsonNode data() {
        return data;
    }
}

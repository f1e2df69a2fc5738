package dev.agentloop.internal.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request of the other side while it runs. Thread-safe. */
public final class IncomingRequest {
    private static final Logger LOGGER = LoggerFactory.getLogger(IncomingRequest.class);

    private final JsonNode id;
    private final String method;
    private final @Nullable JsonNode params;
    private final CompletableFuture<Void> cancellation = new CompletableFuture<>();

    IncomingRequest(JsonNode id, String method, @Nullable JsonNode params) {
        this.id = id;
        this.method = method;
        this.params = params;
    }

    /** The id as the other side wrote it: a string or a number. */
    public JsonNode id() {
        return id;
    }

    public String method() {
        return method;
    }

    /** An object or an array; null when the request has none. */
    public @Nullable JsonNode params() {
        return params;
    }

    /** Whether the other side no longer wants the answer, or is gone. */
    public boolean isCancelled() {
        return cancellation.isDone();
    }

    /**
     * Runs the action when the request is cancelled, on the thread that learns of it, usually the reading one: it must
     * be short. Runs it at once when that has happened.
     */
    public void onCancel(Runnable action) {
        cancellation.thenRun(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOGGER.warn("Cancel action of request {} failed", method, e);
            }
        });
    }

    void cancel() {
        cancellation.complete(null);
    }
}

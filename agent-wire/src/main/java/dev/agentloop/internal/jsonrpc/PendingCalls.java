package dev.agentloop.internal.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The calls that wait for an answer, by id. Thread-safe; futures are completed without a lock. */
final class PendingCalls {
    private final Map<Long, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private volatile @Nullable PeerClosedException closed;

    long nextId() {
        return lastId.incrementAndGet();
    }

    /** Adds a call; one that comes after {@link #close} fails at once. */
    void add(long id, CompletableFuture<JsonNode> call) {
        calls.put(id, call);
        PeerClosedException cause = closed;
        if (cause != null) {
            fail(id, cause);
        }
    }

    /** Takes the call out; false when it was answered, failed or given up already. */
    boolean remove(long id) {
        return calls.remove(id) != null;
    }

    void fail(long id, Throwable cause) {
        CompletableFuture<JsonNode> call = calls.remove(id);
        if (call != null) {
            call.completeExceptionally(cause);
        }
    }

    /** Completes the call an answer belongs to; false when there is none. */
    boolean answer(JsonNode answer) {
        Long id = idOf(answer.path("id"));
        CompletableFuture<JsonNode> call = id == null ? null : calls.remove(id);
        if (call == null) {
            return false;
        }
        JsonRpcException error = Messages.errorOf(answer);
        if (error == null) {
            call.complete(answer.get("result"));
        } else {
            call.completeExceptionally(error);
        }
        return true;
    }

    /** Fails all calls, those of the future too. */
    void close(PeerClosedException cause) {
        if (closed == null) {
            closed = cause;
        }
        calls.keySet().forEach(id -> fail(id, cause));
    }

    /** Our ids are numbers; some servers send them back as strings. */
    private static @Nullable Long idOf(JsonNode id) {
        if (id.isIntegralNumber() && id.canConvertToLong()) {
            return id.longValue();
        }
        if (id.isTextual() && id.textValue().matches("[1-9][0-9]{0,17}")) {
            return Long.valueOf(id.textValue());
        }
        return null;
    }
}

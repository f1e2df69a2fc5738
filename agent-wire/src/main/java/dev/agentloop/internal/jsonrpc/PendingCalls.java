package dev.agentloop.internal.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls that wait for an answer, by id. Thread-safe; futures are completed without a lock. */
final class PendingCalls {
    private record Pending(
            CompletableFuture<JsonNode> call, @Nullable Consumer<byte[]> onLine) {}

    private final Map<Long, Pending> calls = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private volatile @Nullable PeerClosedException closed;

    long nextId() {
        return lastId.incrementAndGet();
    }

    /**
     * Adds a call; one that comes after {@link #close} fails at once.
     *
     * @param onLine is given the line of a successful answer before the call completes
     */
    void add(long id, CompletableFuture<JsonNode> call, @Nullable Consumer<byte[]> onLine) {
        calls.put(id, new Pending(call, onLine));
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
        Pending pending = calls.remove(id);
        if (pending != null) {
            pending.call().completeExceptionally(cause);
        }
    }

    /** Completes the call an answer belongs to; false when there is none. */
    boolean answer(JsonNode answer, Supplier<byte[]> line) {
        Long id = idOf(answer.path("id"));
        Pending pending = id == null ? null : calls.remove(id);
        if (pending == null) {
            return false;
        }
        JsonRpcException error = Messages.errorOf(answer);
        if (error == null) {
            if (pending.onLine() != null) {
                pending.onLine().accept(line.get());
            }
            pending.call().complete(answer.get("result"));
        } else {
            pending.call().completeExceptionally(error);
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

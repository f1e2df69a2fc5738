package dev.agentloop.internal.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The requests of the other side that run here, by id, and those being refused. Thread-safe. */
final class RunningRequests {
    enum Admission {
        RUN,
        /** Enough run already: answer with an error. */
        REFUSE,
        /** Even the refusals pile up, because the other side reads no answers: say nothing. */
        DROP,
        DUPLICATE
    }

    private final int maxRunning;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<JsonNode, IncomingRequest> running = new HashMap<>();
    private int refusing;
    private boolean closed;

    RunningRequests(int maxRunning) {
        this.maxRunning = maxRunning;
    }

    Admission admit(IncomingRequest request) {
        lock.lock();
        try {
            if (closed) {
                return Admission.DROP;
            }
            if (running.containsKey(request.id())) {
                return Admission.DUPLICATE;
            }
            if (running.size() < maxRunning) {
                running.put(request.id(), request);
                return Admission.RUN;
            }
            if (refusing < maxRunning) {
                refusing++;
                return Admission.REFUSE;
            }
            return Admission.DROP;
        } finally {
            lock.unlock();
        }
    }

    void finished(IncomingRequest request) {
        lock.lock();
        try {
            running.remove(request.id());
        } finally {
            lock.unlock();
        }
    }

    void refused() {
        lock.lock();
        try {
            refusing--;
        } finally {
            lock.unlock();
        }
    }

    void cancel(JsonNode id) {
        IncomingRequest request = find(id);
        if (request != null) {
            request.cancel();
        }
    }

    /** Cancels all that run; nothing is admitted any more. */
    void close() {
        List<IncomingRequest> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(running.values());
        } finally {
            lock.unlock();
        }
        all.forEach(IncomingRequest::cancel);
    }

    private @Nullable IncomingRequest find(JsonNode id) {
        lock.lock();
        try {
            return running.get(id);
        } finally {
            lock.unlock();
        }
    }
}

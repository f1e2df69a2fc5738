package dev.agentloop.mcp.transport;

import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** The HTTP call that stands for a request at the moment. Cancelling reaches it and every later one. Thread-safe. */
final class CallSlot {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Call current;
    private boolean cancelled;

    void set(Call call) {
        lock.lock();
        try {
            current = call;
            if (cancelled) {
                call.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    void cancel() {
        lock.lock();
        try {
            cancelled = true;
            if (current != null) {
                current.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }
}

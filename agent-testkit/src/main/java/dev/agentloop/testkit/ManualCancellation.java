package dev.agentloop.testkit;

import dev.agentloop.tool.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apiguardian.api.API;

/** A cancellation that fires when the test says so. Thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ManualCancellation implements Cancellation {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    /** One that has not fired. */
    public ManualCancellation() {}

    /** Fires once; later calls do nothing. */
    public void cancel() {
        List<Runnable> now;
        lock.lock();
        try {
            cancelled = true;
            now = List.copyOf(actions);
            actions.clear();
        } finally {
            lock.unlock();
        }
        now.forEach(Runnable::run);
    }

    @Override
    public boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Registration onCancel(Runnable action) {
        boolean late;
        lock.lock();
        try {
            late = cancelled;
            if (!late) {
                actions.add(action);
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            action.run();
        }
        return () -> forget(action);
    }

    private void forget(Runnable action) {
        lock.lock();
        try {
            actions.remove(action);
        } finally {
            lock.unlock();
        }
    }
}

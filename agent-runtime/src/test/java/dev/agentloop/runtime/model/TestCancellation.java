package dev.agentloop.runtime.model;

import dev.agentloop.tool.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** A cancellation that a test pulls. */
final class TestCancellation implements Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private volatile boolean cancelled;

    void cancel() {
        List<Runnable> run;
        synchronized (actions) {
            cancelled = true;
            run = List.copyOf(actions);
        }
        run.forEach(Runnable::run);
    }

    int registrations() {
        synchronized (actions) {
            return actions.size();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable action) {
        synchronized (actions) {
            actions.add(action);
        }
        if (cancelled) {
            action.run();
        }
        return () -> {
            synchronized (actions) {
                actions.remove(action);
            }
        };
    }
}

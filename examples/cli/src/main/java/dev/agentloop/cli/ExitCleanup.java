package dev.agentloop.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What must be done when a command ends, also when a signal ends the process meanwhile; the latest first, each once. */
public final class ExitCleanup {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> actions = new ArrayDeque<>();
    private final Thread hook = new Thread(this::signalled, "agent-cleanup");
    private volatile boolean processEnds;

    /** Nothing to do yet. */
    ExitCleanup() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Adds something to be done before all that was added earlier. */
    public void add(Runnable action) {
        lock.lock();
        try {
            actions.push(action);
        } finally {
            lock.unlock();
        }
    }

    /** Does it now. Called when the command ends. */
    void run() {
        runActions();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException hookRuns) {
            // A signal came, and each action is done once.
        }
    }

    /** Whether a signal ends the process, so that what fails now fails because of that. */
    boolean processEnds() {
        return processEnds;
    }

    private void signalled() {
        processEnds = true;
        runActions();
    }

    private void runActions() {
        for (Runnable action = next(); action != null; action = next()) {
            action.run();
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            return actions.poll();
        } finally {
            lock.unlock();
        }
    }
}

package dev.agentloop.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

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

    /** Does it now, when the command has ended, and returns what failed. */
    List<RuntimeException> run() {
        List<RuntimeException> failures = runActions();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException hookRuns) {
            // A signal came, and each action is done once.
        }
        return failures;
    }

    /** Whether a signal ends the process, so that what fails now fails because of that. */
    boolean processEnds() {
        return processEnds;
    }

    private void signalled() {
        processEnds = true;
        runActions();
    }

    // Under the lock, so that whoever comes second waits: the process must not end in the middle of a cleanup.
    private List<RuntimeException> runActions() {
        List<RuntimeException> failures = new ArrayList<>();
        lock.lock();
        try {
            for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
                try {
                    action.run();
                } catch (RuntimeException failure) {
                    failures.add(failure);
                }
            }
        } finally {
            lock.unlock();
        }
        return failures;
    }
}

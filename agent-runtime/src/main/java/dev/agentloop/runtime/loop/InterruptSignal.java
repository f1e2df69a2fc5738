package dev.agentloop.runtime.loop;

import dev.agentloop.tool.Cancellation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a turn early, once, for the first reason given. Wakes a thread that blocks inside {@link #blocking} even when what
 * it waits for ignores cancellation; a thread outside is never interrupted, so nothing later is hit by mistake.
 */
public final class InterruptSignal implements Cancellation {
    /** Why a turn ends early. */
    public enum Reason {
        /** The caller wants it. */
        REQUESTED,
        /** The thread that runs the turn was interrupted; its interrupt flag is set again at the end. */
        THREAD_INTERRUPTED,
        /** An approval was answered with "abort the turn". */
        ABORTED_BY_APPROVAL,
        /** The turn's time is over. */
        TIME_LIMIT,
        /** The session is closed. */
        CLOSED
    }

    /** Work that may block. */
    @FunctionalInterface
    public interface Blocking<T> {
        /** Does the work. */
        T run() throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(InterruptSignal.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Runnable> actions = new LinkedHashMap<>();
    private final Map<Thread, Boolean> blocked = new LinkedHashMap<>();
    private volatile @Nullable Reason reason;

    /** @return false when the turn was ending early already */
    public boolean interrupt(Reason why) {
        List<Runnable> toRun;
        lock.lock();
        try {
            if (reason != null) {
                return false;
            }
            reason = why;
            toRun = new ArrayList<>(actions.values());
            actions.clear();
            for (Map.Entry<Thread, Boolean> entry : blocked.entrySet()) {
                entry.setValue(true);
                entry.getKey().interrupt();
            }
        } finally {
            lock.unlock();
        }
        toRun.forEach(InterruptSignal::runGuarded);
        return true;
    }

    /** One action that throws keeps none of the others from running, and does not reach whoever interrupts. */
    private static void runGuarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error failure) {
            LOG.warn("A cancellation's action failed", failure);
        }
    }

    /** Why the turn ends early, if it does. */
    public Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public boolean isCancelled() {
        return reason != null;
    }

    @Override
    public Registration onCancel(Runnable action) {
        Object key = new Object();
        lock.lock();
        try {
            if (reason == null) {
                actions.put(key, action);
                return () -> remove(key);
            }
        } finally {
            lock.unlock();
        }
        action.run();
        return () -> {};
    }

    /**
     * Runs work on this thread that an interrupt wakes. Inside such work it changes nothing.
     *
     * @throws InterruptedException when the work throws it, whether because of this signal or because the application
     *     interrupted the thread
     */
    public <T> T blocking(Blocking<T> work) throws InterruptedException {
        boolean outermost = enter();
        try {
            return work.run();
        } finally {
            if (outermost) {
                leave(Thread.currentThread());
            }
        }
    }

    /** As {@link #blocking}, for work that tells of its interruption in its own way. */
    public <T> T waking(Supplier<T> work) {
        boolean outermost = enter();
        try {
            return work.get();
        } finally {
            if (outermost) {
                leave(Thread.currentThread());
            }
        }
    }

    private boolean enter() {
        lock.lock();
        try {
            throwIfCancelled();
            return blocked.putIfAbsent(Thread.currentThread(), false) == null;
        } finally {
            lock.unlock();
        }
    }

    /** Runs work inside {@link #blocking} that an interrupt must not reach; what blocks afterwards is woken at once. */
    void shielded(Runnable work) {
        Thread current = Thread.currentThread();
        boolean wasBlocking = leave(current);
        try {
            work.run();
        } finally {
            if (wasBlocking) {
                enterAgain(current);
            }
        }
    }

    private boolean leave(Thread current) {
        lock.lock();
        try {
            Boolean interrupted = blocked.remove(current);
            if (Boolean.TRUE.equals(interrupted)) {
                Thread.interrupted(); // ours, and nobody outside must see it
            }
            return interrupted != null;
        } finally {
            lock.unlock();
        }
    }

    private void enterAgain(Thread current) {
        lock.lock();
        try {
            blocked.put(current, reason != null);
            if (reason != null) {
                current.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(Object key) {
        lock.lock();
        try {
            actions.remove(key);
        } finally {
            lock.unlock();
        }
    }
}

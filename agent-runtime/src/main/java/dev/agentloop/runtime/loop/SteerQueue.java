package dev.agentloop.runtime.loop;

import dev.agentloop.UserInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Input for a running turn. Input is either taken by the turn or refused, never lost between the two. */
public final class SteerQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<UserInput> waiting = new ArrayList<>();
    private boolean closed;

    /** @return false when the turn takes no more */
    public boolean offer(UserInput input) {
        lock.lock();
        try {
            return !closed && waiting.add(input);
        } finally {
            lock.unlock();
        }
    }

    List<UserInput> drain() {
        lock.lock();
        try {
            List<UserInput> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    boolean closeIfEmpty() {
        lock.lock();
        try {
            closed = closed || waiting.isEmpty();
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, and gives back what nobody read. */
    public List<UserInput> close() {
        lock.lock();
        try {
            closed = true;
            return drain();
        } finally {
            lock.unlock();
        }
    }
}

package dev.agentloop.runtime.history;

import dev.agentloop.event.TurnItem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The items people see, in order of completion. Thread-safe. */
public final class ItemLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<TurnItem> items = new ArrayList<>();

    /** Appends an item. */
    public void add(TurnItem item) {
        lock.lock();
        try {
            items.add(item);
        } finally {
            lock.unlock();
        }
    }

    /** Starts anew with these items. */
    public void replace(List<TurnItem> replacement) {
        lock.lock();
        try {
            items.clear();
            items.addAll(replacement);
        } finally {
            lock.unlock();
        }
    }

    /** The items from an index on, as they are now. */
    public List<TurnItem> from(int index) {
        lock.lock();
        try {
            return List.copyOf(items.subList(Math.min(index, items.size()), items.size()));
        } finally {
            lock.unlock();
        }
    }

    /** How many items there are. */
    public int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }
}

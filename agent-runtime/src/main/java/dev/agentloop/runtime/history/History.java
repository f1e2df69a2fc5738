package dev.agentloop.runtime.history;

import dev.agentloop.model.ModelItem;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The items the model sees, oldest first. Only appended to, so every view taken earlier stays true and shares its
 * storage; only a compaction starts a new list. Thread-safe.
 */
public final class History {
    private final ReentrantLock lock = new ReentrantLock();
    private ModelItem[] items = new ModelItem[32];
    private int size;

    /** Appends one item. */
    public void append(ModelItem item) {
        lock.lock();
        try {
            if (size == items.length) {
                items = Arrays.copyOf(items, size * 2);
            }
            items[size++] = item;
        } finally {
            lock.unlock();
        }
    }

    /** Starts anew with these items. */
    public void replace(List<ModelItem> replacement) {
        lock.lock();
        try {
            items = Arrays.copyOf(replacement.toArray(new ModelItem[0]), Math.max(32, replacement.size()));
            size = replacement.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many items there are. */
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** All items as they are now, unmodifiable, without copying. */
    public List<ModelItem> view() {
        lock.lock();
        try {
            return new View(items, size);
        } finally {
            lock.unlock();
        }
    }

    /** The first items. */
    public List<ModelItem> view(int count) {
        lock.lock();
        try {
            return new View(items, Math.min(count, size));
        } finally {
            lock.unlock();
        }
    }

    /** Calls that have no output, oldest first. Of two calls with one id the older one has the first output. */
    public List<ModelItem.Call> unanswered() {
        List<ModelItem.Call> open = new ArrayList<>();
        for (ModelItem item : view()) {
            if (item instanceof ModelItem.Call call) {
                open.add(call);
            } else if (item instanceof ModelItem.CallOutput output) {
                removeFirst(open, output.callId());
            }
        }
        return open;
    }

    private static void removeFirst(List<ModelItem.Call> open, String callId) {
        for (int index = 0; index < open.size(); index++) {
            if (open.get(index).callId().equals(callId)) {
                open.remove(index);
                return;
            }
        }
    }

    private static final class View extends AbstractList<ModelItem> implements RandomAccess {
        private final ModelItem[] items;
        private final int size;

        View(ModelItem[] items, int size) {
            this.items = items;
            this.size = size;
        }

        @Override
        public ModelItem get(int index) {
            return items[java.util.Objects.checkIndex(index, size)];
        }

        @Override
        public int size() {
            return size;
        }
    }
}

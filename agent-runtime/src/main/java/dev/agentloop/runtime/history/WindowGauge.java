package dev.agentloop.runtime.history;

import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelItem;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How full the model's window is: what the service last counted, and an estimate of what came since. Without a count, an
 * estimate of everything. Thread-safe.
 */
public final class WindowGauge {
    private final ReentrantLock lock = new ReentrantLock();
    private long counted;
    private int countedSize;

    /**
     * The service counted a request and its answer.
     *
     * @param historySize how many items the request held
     */
    public void counted(TokenUsage usage, int historySize) {
        lock.lock();
        try {
            counted = usage.totalTokens();
            countedSize = historySize;
        } finally {
            lock.unlock();
        }
    }

    /** The history is another one. */
    public void reset() {
        counted(TokenUsage.NONE, 0);
    }

    /**
     * Tokens of a request with this history.
     *
     * @param headTokens an estimate of instructions and tools
     */
    public long tokens(List<ModelItem> history, long headTokens) {
        lock.lock();
        try {
            if (counted == 0 || countedSize > history.size()) {
                return headTokens + TokenEstimate.of(history);
            }
            return counted
                    + history.subList(countedSize, history.size()).stream()
                            .filter(WindowGauge::isOurs)
                            .mapToLong(TokenEstimate::of)
                            .sum();
        } finally {
            lock.unlock();
        }
    }

    /** What the model said is part of what the service counted. */
    private static boolean isOurs(ModelItem item) {
        return item instanceof ModelItem.CallOutput
                || item instanceof ModelItem.Message message && message.role() != ModelItem.Role.ASSISTANT;
    }
}

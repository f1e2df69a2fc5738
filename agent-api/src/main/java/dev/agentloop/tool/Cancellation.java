package dev.agentloop.tool;

import java.util.concurrent.CancellationException;
import org.apiguardian.api.API;

/**
 * Tells a tool, a model call or a child that its result is no longer wanted. Thread-safe. A cancelled turn does not
 * wait for a tool that ignores this: its late output is dropped.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Cancellation {
    /** Whether the work should stop. Never goes back to false. */
    boolean isCancelled();

    /**
     * Runs an action once when the work is cancelled, at once when it already is. The action runs on the cancelling
     * thread and must be quick.
     */
    Registration onCancel(Runnable action);

    /** @throws CancellationException when the work should stop */
    default void throwIfCancelled() {
        if (isCancelled()) {
            throw new CancellationException("The turn was interrupted");
        }
    }

    /** Takes an action back. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}

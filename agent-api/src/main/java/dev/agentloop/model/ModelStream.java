package dev.agentloop.model;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** One streamed response. Read by one thread; {@link #close()} may come from any. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ModelStream extends AutoCloseable {
    /**
     * Waits for the next event.
     *
     * @return null at the end, which comes after {@link ModelEvent.Completed} only
     * @throws dev.agentloop.ModelException when the response fails, or ends without being completed
     * @throws InterruptedException when the reading thread is interrupted
     */
    @Nullable
    ModelEvent next() throws InterruptedException;

    /** Ends the response and unblocks {@link #next()}, which then throws or returns null. Idempotent, never throws. */
    @Override
    void close();
}

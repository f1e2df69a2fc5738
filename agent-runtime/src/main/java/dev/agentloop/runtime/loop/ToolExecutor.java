package dev.agentloop.runtime.loop;

import java.util.function.Consumer;

/** The loop's way to tools. */
public interface ToolExecutor {
    /**
     * Opens the calls of one response.
     *
     * @param onOutcome told each outcome once, on the thread that produced it, before {@link Batch#await} sees it
     */
    Batch open(InterruptSignal signal, Consumer<ToolOutcome> onOutcome);

    /** The calls of one response. Used by the turn's thread. */
    interface Batch {
        /** Starts a call now, or as soon as the calls before it allow. Returns at once. */
        void start(ToolInvocation invocation);

        /**
         * Waits until every call has an outcome. When the turn is interrupted, calls that still run get the outcome
         * "interrupted" at once and are not waited for.
         *
         * @throws InterruptedException when the waiting thread is interrupted; the calls go on
         */
        void await() throws InterruptedException;
    }
}

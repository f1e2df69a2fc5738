package dev.agentloop.runtime.loop;

import dev.agentloop.ContextWindowExceededException;
import dev.agentloop.TokenUsage;

/** Keeps the history within the model's window. Used by the turn's thread. */
public interface WindowKeeper {
    /**
     * A request is about to be made; replaces older history when it would fill the window.
     *
     * @return what that cost
     */
    TokenUsage beforeSample() throws InterruptedException;

    /**
     * The service said that a request was too long; replaces older history.
     *
     * @return what that cost
     * @throws ContextWindowExceededException the same, when the history cannot become shorter
     */
    TokenUsage overflowed(ContextWindowExceededException failure) throws InterruptedException;

    /**
     * The service counted the tokens of a request and its answer.
     *
     * @param historySize how many items the request held
     */
    void sampled(TokenUsage usage, int historySize);
}

package dev.agentloop;

import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A turn ended without completing. The cause says why: a {@link ModelException}, a {@link LimitExceededException}, a
 * {@link SessionStoreException}. What was done before is in {@link #partialResult()} and stays in the session, which
 * can run the next turn.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class TurnFailedException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable TurnResult partialResult;

    public TurnFailedException(String message, Throwable cause, TurnResult partialResult) {
        super(message, cause);
        this.partialResult = Objects.requireNonNull(partialResult, "partialResult");
    }

    /**
     * What the turn had done: items, usage, the last message.
     *
     * @throws IllegalStateException on an exception that was serialised, which does not carry it
     */
    public TurnResult partialResult() {
        if (partialResult == null) {
            throw new IllegalStateException("The partial result does not survive serialisation of the exception");
        }
        return partialResult;
    }

    @Override
    public boolean retryable() {
        return getCause() instanceof AgentException cause && cause.retryable();
    }
}

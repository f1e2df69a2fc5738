package dev.agentloop;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Root of everything this library throws on purpose. Messages say what happened, to what, and what to do next. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause may be null */
    protected AgentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether doing the same again may succeed. */
    public boolean retryable() {
        return false;
    }
}

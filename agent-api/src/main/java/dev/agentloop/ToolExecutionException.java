package dev.agentloop;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A tool wants to tell the model something. Thrown from a handler it becomes a failed output with this message, which
 * must therefore hold no secret; it never reaches the caller of a turn.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class ToolExecutionException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** @param message what the model reads */
    public ToolExecutionException(String message) {
        super(message, null);
    }

    /**
     * @param message what the model reads
     * @param cause for logs; may be null
     */
    public ToolExecutionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

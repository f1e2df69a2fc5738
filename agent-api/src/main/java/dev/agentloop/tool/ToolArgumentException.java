package dev.agentloop.tool;

import dev.agentloop.ToolExecutionException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Arguments do not fit what a tool wants. Thrown inside a handler it becomes a failed output for the model. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class ToolArgumentException extends ToolExecutionException {
    private static final long serialVersionUID = 1L;

    /** @param message which argument, what is wrong, what to send instead; the model reads it */
    public ToolArgumentException(String message) {
        super(message);
    }

    /** @param cause may be null */
    public ToolArgumentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

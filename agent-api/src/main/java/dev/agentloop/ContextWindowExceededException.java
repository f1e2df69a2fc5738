package dev.agentloop;

import org.apiguardian.api.API;

/** The conversation does not fit the model's context window. Compact the session or start another. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class ContextWindowExceededException extends ModelException {
    private static final long serialVersionUID = 1L;

    ContextWindowExceededException(Builder from) {
        super(from);
    }
}

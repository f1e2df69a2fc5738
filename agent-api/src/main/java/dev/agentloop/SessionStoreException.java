package dev.agentloop;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A store could not read or write. What it acknowledged before is safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class SessionStoreException extends AgentException {
    private static final long serialVersionUID = 1L;

    public SessionStoreException(String message) {
        super(message, null);
    }

    /** @param cause may be null */
    public SessionStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.agentloop;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** There is no session with this id in the store. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class SessionNotFoundException extends AgentException {
    private static final long serialVersionUID = 1L;

    public SessionNotFoundException(String message) {
        super(message, null);
    }

    /** @param cause may be null */
    public SessionNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.agentloop;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Another writer owns the session. This session object is fenced: it writes nothing more; open the session again. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class SessionConflictException extends AgentException {
    private static final long serialVersionUID = 1L;

    public SessionConflictException(String message) {
        super(message, null);
    }

    /** @param cause may be null */
    public SessionConflictException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

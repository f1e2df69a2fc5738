package dev.agentloop;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** An agent cannot be built as described: no runtime, no key, two tools with one name, an illegal schema. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class AgentConfigurationException extends AgentException {
    private static final long serialVersionUID = 1L;

    public AgentConfigurationException(String message) {
        super(message, null);
    }

    /** @param cause may be null */
    public AgentConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

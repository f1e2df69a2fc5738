package dev.agentloop;

import org.apiguardian.api.API;

/** Whether an agent looks for tool and sandbox providers by itself. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Discovery {
    /** Providers registered with {@link java.util.ServiceLoader} join the ones given to the builder. */
    SERVICE_LOADER,
    /** Only what the builder was given. */
    NONE
}

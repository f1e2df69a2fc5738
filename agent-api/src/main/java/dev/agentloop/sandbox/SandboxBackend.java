package dev.agentloop.sandbox;

import org.apiguardian.api.API;

/**
 * Marks a sandbox provider that an embedder hands to the agent's builder. Providers implement
 * {@code dev.agentloop.sandbox.spi.SandboxProvider}, which extends this type; anything else is refused by the builder.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SandboxBackend {
    /** The stable, unique id, for example {@code linux-bwrap}. */
    String id();
}

package dev.agentloop.sandbox;

/**
 * Marks a sandbox provider that an embedder hands to the agent's builder. Providers implement
 * {@code dev.agentloop.sandbox.spi.SandboxProvider}, which extends this type; anything else is refused by the builder.
 */
public interface SandboxBackend {
    /** The stable, unique id, for example {@code linux-bwrap}. */
    String id();
}

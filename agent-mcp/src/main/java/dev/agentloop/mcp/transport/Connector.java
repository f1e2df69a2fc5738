package dev.agentloop.mcp.transport;

import java.util.Optional;

/** Opens the way to one server, as often as needed. */
public interface Connector {
    /**
     * Opens the way; the server need not be there yet.
     *
     * @throws dev.agentloop.SandboxUnavailableException when the policy cannot be enforced on the server
     * @throws dev.agentloop.ToolExecutionException when the server cannot be started
     */
    McpTransport open(ServerHandler handler);

    /** The way that servers of before 2025-03-26 have at the same address; empty when there is none. */
    default Optional<McpTransport> openOld(ServerHandler handler) {
        return Optional.empty();
    }
}

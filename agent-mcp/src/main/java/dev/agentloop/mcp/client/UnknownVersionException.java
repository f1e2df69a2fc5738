package dev.agentloop.mcp.client;

import dev.agentloop.mcp.transport.ProtocolVersion;

/** A server chose a version of the protocol that this client does not speak. */
final class UnknownVersionException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownVersionException(String version) {
        super("it speaks protocol version '" + version + "', this client only " + ProtocolVersion.withHandshake());
    }
}

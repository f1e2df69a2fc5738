package dev.agentloop.mcp.client;

import dev.agentloop.mcp.protocol.ServerInfo;
import dev.agentloop.mcp.transport.Outgoing;
import dev.agentloop.mcp.transport.ProtocolVersion;

/** How to talk to a server, once it is known which version it speaks. Immutable. */
interface Era {
    ProtocolVersion version();

    /** What the server has said about itself. */
    ServerInfo server();

    /** The request as this version wants it. */
    Outgoing dress(Outgoing request);

    /** The versions with a handshake: requests go out as they are. */
    record Handshake(ProtocolVersion version, ServerInfo server) implements Era {
        @Override
        public Outgoing dress(Outgoing request) {
            return request;
        }
    }
}

package dev.agentloop.sandbox.linux.proxy;

import java.io.IOException;

/** What a client asks a proxy for, and how it is answered; one of the protocols a proxy speaks. */
interface Handshake {
    /** Where the client wants to be connected to. */
    Target target();

    /** What is sent to the server before all that follows; empty when the client speaks to it directly. */
    byte[] forward();

    /** Tells the client that it is connected; nothing when the server's answer tells it. */
    byte[] connected();

    /** Tells the client why it is not. */
    byte[] failed(IOException why);

    /**
     * A host and a port.
     *
     * @param host a name or an address without brackets
     */
    record Target(String host, int port) {}
}

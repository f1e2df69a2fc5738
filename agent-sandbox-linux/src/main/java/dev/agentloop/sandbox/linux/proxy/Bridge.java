package dev.agentloop.sandbox.linux.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A program that listens on the loopback of a network namespace and hands each connection to the socket of the proxy. It
 * runs in a JVM of its own, as the process that keeps the namespace alive, from copies of this class and {@link Relay}.
 */
final class Bridge {
    /** The line that says that it listens. */
    static final String READY = "READY";

    private static final int BACKLOG = 128;

    private Bridge() {}

    /** Words: the port to listen on and the path of the socket. Runs until it is killed. */
    public static void main(String[] args) throws IOException {
        UnixDomainSocketAddress proxy = UnixDomainSocketAddress.of(args[1]);
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), BACKLOG);
            System.out.println(READY);
            while (true) {
                SocketChannel client = server.accept();
                Relay.start("bridge", () -> connect(client, proxy));
            }
        }
    }

    private static void connect(SocketChannel client, UnixDomainSocketAddress proxy) {
        try {
            Relay.run(client, SocketChannel.open(proxy));
        } catch (IOException proxyIsGone) {
            Relay.close(client);
        }
    }
}

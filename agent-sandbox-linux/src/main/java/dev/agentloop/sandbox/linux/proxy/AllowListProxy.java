package dev.agentloop.sandbox.linux.proxy;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for HTTP and SOCKS 5 on a Unix domain socket. Who may open the socket is a matter of the folder it lies in. Each
 * connection has a thread of its own until it ends.
 */
public final class AllowListProxy implements AutoCloseable {
    /** Bounds the threads a command can cause. */
    private static final int MAX_CONNECTIONS = 256;

    /** When there are no descriptors left, somebody has to close one first. */
    private static final Duration RETRY = Duration.ofMillis(20);

    private final ConnectionGate gate;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private AllowListProxy(ConnectionGate gate, ServerSocketChannel server) {
        this.gate = gate;
        this.server = server;
    }

    /** Listens on a new socket at this path. */
    public static AllowListProxy start(Path socket, ConnectionGate gate) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException refused) {
            server.close();
            throw refused;
        }
        AllowListProxy proxy = new AllowListProxy(gate, server);
        Relay.start("agentloop-proxy", proxy::accept);
        return proxy;
    }

    /** Stops listening and ends all connections. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException closed) {
            // Nobody can connect to a socket that could not be closed in order.
        }
        open.forEach(Relay::close);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                open.add(client);
                if (open.size() > MAX_CONNECTIONS || !server.isOpen()) {
                    end(client);
                } else {
                    Relay.start("agentloop-proxy-connection", () -> serve(client));
                }
            } catch (IOException closedOrOutOfDescriptors) {
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private void serve(SocketChannel client) {
        try {
            ClientInput in = new ClientInput(client);
            SocketChannel server = connect(in);
            if (server != null) {
                open.add(server);
                try {
                    Relay.run(client, server);
                } finally {
                    open.remove(server);
                }
            }
        } catch (IOException gone) {
            // The client went away; there is nobody to tell.
        } finally {
            end(client);
        }
    }

    /** The server, told of what the client said already; null when the client was told why there is none. */
    private @Nullable SocketChannel connect(ClientInput in) throws IOException {
        Handshake handshake;
        try {
            handshake = in.peek() == SocksHandshake.VERSION ? SocksHandshake.read(in) : HttpHandshake.read(in);
        } catch (ProtocolException malformed) {
            in.answer(HttpHandshake.refusal("400 Bad Request", malformed));
            return null;
        }
        SocketChannel server;
        try {
            server = gate.connect(handshake.target().host(), handshake.target().port());
        } catch (IOException refused) {
            in.answer(handshake.failed(refused));
            return null;
        }
        try {
            in.answer(handshake.connected());
            ClientInput.write(server, ByteBuffer.wrap(handshake.forward()));
            ClientInput.write(server, in.rest());
            return server;
        } catch (IOException gone) {
            Relay.close(server);
            throw gone;
        }
    }

    private void end(SocketChannel client) {
        Relay.close(client);
        open.remove(client);
    }
}

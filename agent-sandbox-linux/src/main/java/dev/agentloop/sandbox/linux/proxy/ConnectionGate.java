package dev.agentloop.sandbox.linux.proxy;

import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.sandbox.spi.NetworkDecision;
import dev.agentloop.sandbox.spi.NetworkMonitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides about connections and makes them: the host and port must be listed, and the address the name leads to must be a
 * public one unless it is listed itself. The connection goes to exactly the address that was checked. Thread-safe.
 */
public final class ConnectionGate {
    private static final int CONNECT_MILLIS = 15_000;
    private static final int MAX_VIOLATIONS = 1000;
    private static final String LOCALHOST = "localhost";

    private final Network network;
    private final NetworkMonitor monitor;
    private final Resolver resolver;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Violation> violations = new ArrayDeque<>();

    /** Where names lead to. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** The connections of this network, with the name service of the machine. */
    public ConnectionGate(Network network, NetworkMonitor monitor) {
        this(network, monitor, InetAddress::getAllByName);
    }

    ConnectionGate(Network network, NetworkMonitor monitor, Resolver resolver) {
        this.network = network;
        this.monitor = monitor;
        this.resolver = resolver;
    }

    /** What was refused, oldest first; a bounded number. */
    public List<Violation> violations() {
        lock.lock();
        try {
            return List.copyOf(violations);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Connects.
     *
     * @throws RefusedException if that is not allowed
     * @throws IOException if the host cannot be reached
     */
    SocketChannel connect(String host, int port) throws IOException {
        boolean listed = lists(host, port);
        if (!listed && !monitor.ask(host, port)) {
            throw refused(host, port, "the policy does not list " + host + ":" + port);
        }
        InetAddress address = address(host, port);
        String how = listed ? "listed, at " : "not listed but approved, at ";
        monitor.decided(new NetworkDecision(host, port, true, how + address.getHostAddress()));
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return channel;
        } catch (IOException unreachable) {
            channel.close();
            throw unreachable;
        }
    }

    /** An address of version 6 has many written forms. */
    private boolean lists(String host, int port) {
        return network.allows(host, port)
                || host.indexOf(':') >= 0
                        && network.allow().stream()
                                .filter(rule -> rule.host().indexOf(':') >= 0)
                                .anyMatch(rule -> rule.covers(rule.host(), port) && same(rule.host(), host));
    }

    /** Both hold a colon, so that neither is looked up. */
    private static boolean same(String address, String other) {
        try {
            return InetAddress.getByName(address).equals(InetAddress.getByName(other));
        } catch (UnknownHostException malformed) {
            return false;
        }
    }

    private InetAddress address(String host, int port) throws IOException {
        InetAddress[] found = resolver.resolve(host);
        for (InetAddress address : found) {
            boolean named = lists(address.getHostAddress(), port)
                    || (address.isLoopbackAddress() && host.equalsIgnoreCase(LOCALHOST));
            if (named || PublicAddress.is(address)) {
                return address;
            }
        }
        throw refused(
                host,
                port,
                host + " leads to " + found[0].getHostAddress() + ", which is no public address and not listed itself");
    }

    private RefusedException refused(String host, int port, String reason) {
        monitor.decided(new NetworkDecision(host, port, false, reason));
        Optional<PermissionGrant> remedy;
        try {
            remedy = Optional.of(
                    PermissionGrant.host(host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port));
        } catch (IllegalArgumentException notAHost) {
            remedy = Optional.empty();
        }
        Violation violation =
                new Violation(Violation.Kind.NETWORK, Violation.Certainty.CERTAIN, host + ":" + port, reason, remedy);
        lock.lock();
        try {
            if (violations.size() == MAX_VIOLATIONS) {
                violations.removeFirst();
            }
            violations.addLast(violation);
        } finally {
            lock.unlock();
        }
        return new RefusedException(reason);
    }

    /** The policy does not allow a connection. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason);
        }
    }
}

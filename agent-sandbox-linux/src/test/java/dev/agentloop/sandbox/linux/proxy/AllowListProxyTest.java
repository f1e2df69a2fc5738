package dev.agentloop.sandbox.linux.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.sandbox.spi.NetworkDecision;
import dev.agentloop.sandbox.spi.NetworkMonitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The proxy over its socket, with a server that answers every connection with what it received up to the end mark. */
@DisabledOnOs(OS.WINDOWS)
class AllowListProxyTest {
    private static final char END = '$';
    private static final String REFUSED_HEAD = "HTTP/1.1 403 Forbidden\r\n";

    @TempDir
    Path folder;

    private final List<NetworkDecision> decisions = new CopyOnWriteArrayList<>();
    private boolean approve;
    private ServerSocketChannel server;
    private int port;

    @BeforeEach
    void startServer() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        Relay.start("test-echo", this::echo);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void connectReachesAListedHost() throws IOException {
        String answer =
                exchange(gate("127.0.0.1:" + port), "CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\nHost: x\r\n\r\nhello$");

        assertThat(answer).isEqualTo("HTTP/1.1 200 Connection established\r\n\r\nhello$");
        assertThat(decisions).containsExactly(new NetworkDecision("127.0.0.1", port, true, "listed, at 127.0.0.1"));
    }

    @Test
    void anAbsoluteAddressIsHandedOnWithoutWhatIsForTheProxy() throws IOException {
        String answer = exchange(
                gate("127.0.0.1:" + port),
                "GET http://127.0.0.1:" + port + "/path?q=1 HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n"
                        + "Connection: keep-alive\r\nAccept: *\r\n\r\n$");

        assertThat(answer).isEqualTo("GET /path?q=1 HTTP/1.1\r\nHost: x\r\nAccept: *\r\nConnection: close\r\n\r\n$");
    }

    @Test
    void socksReachesAListedName() throws IOException {
        String answer = exchange(
                gate("localhost:" + port),
                "\5\1\0" + "\5\1\0\3\11localhost" + (char) (port >> 8) + (char) (port & 0xFF) + "hello$");

        assertThat(answer).isEqualTo("\5\0" + "\5\0\0\1\0\0\0\0\0\0" + "hello$");
    }

    @Test
    void whatIsNotListedIsRefusedWithTheSmallestRemedy() throws IOException {
        ConnectionGate gate = gate("example.com");

        String answer = exchange(gate, "CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\n\r\n");

        String reason = "the policy does not list 127.0.0.1:" + port;
        assertThat(answer).startsWith(REFUSED_HEAD).endsWith("\r\n\r\nThe sandbox did not connect: " + reason + "\n");
        assertThat(decisions).containsExactly(new NetworkDecision("127.0.0.1", port, false, reason));
        assertThat(gate.violations())
                .containsExactly(new Violation(
                        Violation.Kind.NETWORK,
                        Violation.Certainty.CERTAIN,
                        "127.0.0.1:" + port,
                        reason,
                        Optional.of(PermissionGrant.host("127.0.0.1:" + port))));
    }

    @Test
    void socksTellsARefusalByItsCode() throws IOException {
        String answer = exchange(
                gate("example.com"), "\5\1\0" + "\5\1\0\1\177\0\0\1" + (char) (port >> 8) + (char) (port & 0xFF));

        assertThat(answer).isEqualTo("\5\0" + "\5\2\0\1\0\0\0\0\0\0");
    }

    @Test
    void aListedNameThatLeadsInsideIsRefused() throws IOException {
        String answer = exchange(gate("example.com:" + port), "CONNECT example.com:" + port + " HTTP/1.1\r\n\r\n");

        assertThat(answer)
                .startsWith(REFUSED_HEAD)
                .endsWith("example.com leads to 127.0.0.1, which is no public address and not listed itself\n");
    }

    @Test
    void whoIsAskedMayAllowOneConnection() throws IOException {
        approve = true;
        ConnectionGate gate = gate("127.0.0.1:1");

        // Approved is the host, not an inner address that it leads to.
        assertThat(exchange(gate, "CONNECT example.com:" + port + " HTTP/1.1\r\n\r\n"))
                .startsWith(REFUSED_HEAD);
        assertThat(exchange(gate("127.0.0.1:" + port), "CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\n\r\nx$"))
                .endsWith("x$");
    }

    @Test
    void aHostThatDoesNotExistIsABadGateway() throws IOException {
        assertThat(exchange(gate("nowhere.invalid:80"), "CONNECT nowhere.invalid:80 HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 502 Bad Gateway\r\n");
    }

    @Test
    void whatIsNoRequestIsABadRequest() throws IOException {
        for (String request : List.of(
                "hello\r\n\r\n",
                "GET /path HTTP/1.1\r\n\r\n",
                "GET ftp://example.com/ HTTP/1.1\r\n\r\n",
                "CONNECT example.com HTTP/1.1\r\n\r\n",
                "CONNECT :80 HTTP/1.1\r\n\r\n",
                "CONNECT a b:80 HTTP/1.1\r\n\r\n",
                "CONNECT example.com:99999 HTTP/1.1\r\n\r\n",
                "X" + "x".repeat(40_000))) {
            assertThat(exchange(gate("example.com:*"), request))
                    .as(request.substring(0, Math.min(request.length(), 40)))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n");
        }
        assertThat(decisions).isEmpty();
    }

    private ConnectionGate gate(String... rules) {
        NetworkMonitor monitor = new NetworkMonitor() {
            @Override
            public boolean ask(String host, int port) {
                return approve;
            }

            @Override
            public void decided(NetworkDecision decision) {
                decisions.add(decision);
            }
        };
        return new ConnectionGate(Network.allowList(rules), monitor, AllowListProxyTest::resolve);
    }

    /** Every name is one of this machine, as an attacker's name service would say. */
    private static InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.endsWith(".invalid")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})};
    }

    private String exchange(ConnectionGate gate, String request) throws IOException {
        Path socket = folder.resolve("proxy-" + System.nanoTime());
        AllowListProxy proxy = AllowListProxy.start(socket, gate);
        try (proxy;
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ClientInput.write(client, ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            return readAll(client);
        }
    }

    private void echo() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                ByteArrayOutputStream received = new ByteArrayOutputStream();
                ByteBuffer one = ByteBuffer.allocate(1);
                while (client.read(one.clear()) > 0) {
                    received.write(one.get(0));
                    if (one.get(0) == END) {
                        break;
                    }
                }
                ClientInput.write(client, ByteBuffer.wrap(received.toByteArray()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (channel.read(buffer.clear()) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}

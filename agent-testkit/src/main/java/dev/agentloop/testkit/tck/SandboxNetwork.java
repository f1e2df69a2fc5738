package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.Guarantee;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** Connections, verified by listeners on the host. */
abstract class SandboxNetwork {
    private static final int WAIT_MILLIS = 100;

    private final SandboxTckBase kit;

    SandboxNetwork(SandboxTckBase kit) {
        this.kit = kit;
    }

    @Test
    void withoutNetworkNoListenerOfTheHostIsReached() throws Exception {
        kit.assumeEnforced(kit.workspaceWrite(), Guarantee.NET_NONE);
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            tcp.setSoTimeout(WAIT_MILLIS);
            udp.setSoTimeout(WAIT_MILLIS);

            CommandResult result = kit.probe(
                    kit.workspaceWrite(),
                    "tcp",
                    String.valueOf(tcp.getLocalPort()),
                    "udp",
                    String.valueOf(udp.getLocalPort()),
                    "dns",
                    "example.com");

            assertThat(result.stdout().text())
                    .as(result.stderr().text())
                    .contains("tcp refused", "udp ", "dns refused");
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(tcp::accept);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> udp.receive(new DatagramPacket(new byte[10], 10)));
        }
    }

    @Test
    void aServerOfTheCommandsOwnIsReachedByItself() throws Exception {
        CommandResult result = kit.probe(kit.workspaceWrite(), "serve", "-");

        assertThat(result.stdout().text()).as(result.stderr().text()).isEqualTo("serve ok\n");
    }
}

package dev.agentloop.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.sandbox.spi.NetworkDecision;
import dev.agentloop.sandbox.spi.NetworkMonitor;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.support.CommandRun;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The list of hosts from a command through namespace, bridge and proxy to a server of this JVM, and not around them. */
@EnabledOnOs(OS.LINUX)
class NetworkAllowListTest {
    private static final String THROUGH_PROXY = "exec 3<>/dev/tcp/127.0.0.1/3128; "
            + "printf 'GET http://%s/ HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' \"$1\" >&3; cat <&3";

    @TempDir
    Path workspace;

    private final List<NetworkDecision> decisions = new CopyOnWriteArrayList<>();
    private final AtomicInteger reached = new AtomicInteger();
    private ServerSocket server;
    private String address = "";

    @BeforeEach
    void startServer() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "The commands of this test are written for bash");
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        address = "127.0.0.1:" + server.getLocalPort();
        Thread thread = new Thread(this::serve, "test-server");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void aListedHostIsReachedAndTold() throws Exception {
        try (SandboxSession session = open(Network.allowList(address))) {
            CommandResult result = bash(session, THROUGH_PROXY);

            assertThat(result.stdout().text()).as(result.stderr().text()).endsWith("\r\n\r\nserved");
            assertThat(decisions)
                    .containsExactly(
                            new NetworkDecision("127.0.0.1", server.getLocalPort(), true, "listed, at 127.0.0.1"));
            assertThat(result.violations()).isEmpty();
        }
    }

    @Test
    void anUnlistedHostIsRefusedAndTheRemedyOpensIt() throws Exception {
        try (SandboxSession session = open(Network.allowList("192.0.2.1:443"))) {
            CommandResult result = bash(session, THROUGH_PROXY);

            assertThat(result.stdout().text()).startsWith("HTTP/1.1 403 ");
            assertThat(reached).hasValue(0);
            assertThat(session.violations())
                    .extracting(Violation::kind, Violation::subject)
                    .containsExactly(tuple(Violation.Kind.NETWORK, address));

            PermissionGrant remedy = session.violations().get(0).remedy().orElseThrow();
            try (SandboxSession wider = session.widen(remedy)) {
                assertThat(bash(wider, THROUGH_PROXY).stdout().text()).endsWith("served");
            }
        }
    }

    @Test
    void thereIsNoWayAroundTheProxy() throws Exception {
        try (SandboxSession session = open(Network.allowList(address))) {
            CommandResult result = bash(session, ": > /dev/tcp/${1/:/\\/}");

            assertThat(result.exitCode()).isNotZero();
            assertThat(reached).hasValue(0);
        }
    }

    @Test
    void commandsOfASessionShareALoopback() throws Exception {
        try (SandboxSession session = open(Network.allowList(address))) {
            assertThat(bash(session, "test \"$http_proxy\" = http://127.0.0.1:3128 && test -n \"$ALL_PROXY\"")
                            .exitCode())
                    .isZero();
            assertThat(bash(session, "readlink /proc/self/ns/net").stdout().text())
                    .isEqualTo(
                            bash(session, "readlink /proc/self/ns/net").stdout().text());
        }
    }

    @Test
    void nothingIsLeftWhenTheSessionCloses() throws Exception {
        Set<ProcessHandle> before = ProcessHandle.current().descendants().collect(Collectors.toSet());
        List<ProcessHandle> started;
        try (SandboxSession session = open(Network.allowList(address))) {
            bash(session, "true");
            started = ProcessHandle.current()
                    .descendants()
                    .filter(process -> !before.contains(process))
                    .toList();
            assertThat(started).isNotEmpty();
        }
        for (ProcessHandle process : started) { // killed, which takes the kernel a moment
            assertThat(process.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
        }
    }

    @Test
    void theReportNamesTheMechanism() {
        assertThat(new BwrapProvider().check(policy(Network.allowList(address))).of(Guarantee.NET_ALLOWLIST))
                .matches(enforcement -> enforcement.isEnforced(), "enforced");
        assertThat(new BwrapProvider().check(policy(Network.full())).of(Guarantee.NET_ALLOWLIST))
                .matches(enforcement -> !enforcement.isEnforced(), "not enforced");
    }

    private SandboxPolicy policy(Network network) {
        return SandboxPolicy.workspaceWrite(workspace.toAbsolutePath()).toBuilder()
                .network(network)
                .build();
    }

    private SandboxSession open(Network network) {
        return new BwrapProvider().open(policy(network), new NetworkMonitor() {
            @Override
            public void decided(NetworkDecision decision) {
                decisions.add(decision);
            }
        });
    }

    private CommandResult bash(SandboxSession session, String script) throws InterruptedException {
        return new CommandRun(session, 1 << 16).run(CommandSpec.of("/bin/bash", "-c", script, "bash", address));
    }

    private void serve() {
        while (true) {
            try (Socket client = server.accept()) {
                reached.incrementAndGet();
                OutputStream out = client.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nserved"
                        .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }
}

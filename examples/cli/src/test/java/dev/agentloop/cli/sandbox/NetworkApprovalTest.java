package dev.agentloop.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.Agent;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A command that wants a host nobody listed: the agent tells it, somebody is asked, and exactly that host is opened. */
@EnabledOnOs(OS.LINUX)
class NetworkApprovalTest {
    private static final String CONNECT = "exec 3<>/dev/tcp/127.0.0.1/3128; "
            + "printf 'CONNECT %s HTTP/1.1\\r\\n\\r\\n' \"$1\" >&3; read -r line <&3; case $line in *\" 200 \"*) ;; *) exit 22 ;; esac";

    @TempDir
    Path workspace;

    @Test
    void anApprovedHostIsReachedAndEveryDecisionIsAnEvent() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "The command of this test is written for bash");
        RecordingListener listener = new RecordingListener();
        List<String> asked = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + server.getLocalPort();
            try (Agent agent = Agent.builder()
                    .modelProvider(ScriptedModelProvider.script()
                            .call("c1", "connect", "{}")
                            .text("done"))
                    .workingDirectory(workspace)
                    .sandbox(SandboxPolicy.workspaceWrite(workspace.toRealPath()).toBuilder()
                            .network(Network.allowList("example.com"))
                            .build())
                    .sandboxProvider("linux-bwrap")
                    .tools(connect(address))
                    .listener(listener)
                    .approvals(ApprovalPolicy.onRequest(), request -> {
                        asked.add(request.getClass().getSimpleName());
                        return ApprovalDecision.approve();
                    })
                    .build()) {
                agent.run("go");
            }

            assertThat(asked).contains(ApprovalRequest.NetworkHost.class.getSimpleName());
            assertThat(listener.events(AgentEvent.Notice.class))
                    .extracting(AgentEvent.Notice::code, AgentEvent.Notice::message)
                    .contains(
                            tuple("network.refused", address + ": the policy does not list " + address),
                            tuple("network.allowed", address + ": listed, at 127.0.0.1"));
        }
    }

    private static ToolHandler connect(String address) {
        ToolSpec spec = ToolSpec.builder("connect")
                .description("Connects")
                .inputSchema("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}")
                .build();
        return ToolHandler.of(
                spec,
                (call, context) -> ToolOutput.text(String.valueOf(context.commands()
                        .run(CommandSpec.of("/bin/bash", "-c", CONNECT, "bash", address))
                        .exitCode())));
    }
}

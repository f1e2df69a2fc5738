package dev.agentloop.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.Agent;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.testkit.ScriptedModelProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built-in tools in the real sandbox: a refused path is asked for, granted alone, and written in a second run. */
@Timeout(60)
class SmallestGrantTest {
    private Path workspace = Path.of("");
    private Path outside = Path.of("");

    @BeforeEach
    void makeFolders() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the sandbox of this test is the one of Linux");
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        workspace = Files.createTempDirectory(target, "workspace").toRealPath();
        outside = Files.createTempDirectory(target, "outside").toRealPath();
        assumeTrue(
                SandboxPolicy.workspaceWrite(workspace)
                        .decide(outside, Access.READ)
                        .allowed(),
                "commands have a temporary folder of their own, so a build below it cannot be seen");
        Files.writeString(outside.resolve("open.txt"), "old\n");
        Files.writeString(outside.resolve("shut.txt"), "old\n");
    }

    @AfterEach
    void removeFolders() throws Exception {
        for (String name : List.of("open.txt", "shut.txt")) {
            Files.deleteIfExists(outside.resolve(name));
        }
        Files.deleteIfExists(outside);
        Files.deleteIfExists(workspace);
    }

    @Test
    void onlyTheFileThatWasApprovedIsWritten() {
        Path open = outside.resolve("open.txt");
        Path shut = outside.resolve("shut.txt");
        List<ApprovalRequest> asked = new ArrayList<>();
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call(
                        "c1",
                        "exec_command",
                        "{\"cmd\":\"cp /etc/hostname " + open + " && cp /etc/hostname " + shut + "\"}")
                .text("done");
        try (Agent agent = Agent.builder()
                .modelProvider(model)
                .model("scripted")
                .workingDirectory(workspace)
                .approvals(ApprovalPolicy.onRequest(), request -> {
                    asked.add(request);
                    return asked.size() == 1 ? ApprovalDecision.approve() : ApprovalDecision.deny("enough");
                })
                .build()) {
            agent.run("go");
        }

        assertThat(asked)
                .extracting(request -> ((ApprovalRequest.WidenSandbox) request).grant())
                .containsExactly(PermissionGrant.path(open, Access.WRITE), PermissionGrant.path(shut, Access.WRITE));
        assertThat(open).hasSameTextualContentAs(Path.of("/etc/hostname"));
        assertThat(shut).hasContent("old\n");
    }
}

package dev.agentloop.checks.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A JVM dies that had started an MCP server: the server is gone too. */
@Tag("kill")
@Timeout(120)
class KilledMcpHostTest {
    @TempDir
    private Path folder;

    @Test
    void aServerThatEndsWithItsInputIsGone() throws Exception {
        kill("none", "orderly");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "processes end with their host by means of bubblewrap")
    void aSandboxedServerThatDoesNotListenIsGone() throws Exception {
        kill("linux-bwrap", "stubborn");
    }

    private void kill(String sandbox, String behaviour) throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        String marker = "marker-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        try (KilledJvm host =
                KilledJvm.start(folder, McpHost.class, workspace.toString(), sandbox, behaviour, marker)) {
            assertThat(host.expectLine()).isEqualTo("1");
            LiveProcesses.awaitAtLeast(2, marker); // the host has the marker too
            host.kill(0);
        }
        LiveProcesses.awaitNone(marker);
    }
}

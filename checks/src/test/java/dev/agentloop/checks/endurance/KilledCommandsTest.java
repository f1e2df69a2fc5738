package dev.agentloop.checks.endurance;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A JVM dies while its sandboxed commands run: no child of them is left, whatever it did to hide. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "processes end with their host by means of bubblewrap")
@Timeout(600)
class KilledCommandsTest {
    /** Two in the background of a session, one in a terminal, two of a command that is waited for. */
    private static final int COMMANDS = 5;

    @TempDir
    private Path folder;

    @Test
    void noChildIsLeft() throws Exception {
        kill(1);
    }

    @Test
    @Tag("kill")
    void noChildIsEverLeft() throws Exception {
        kill(15);
    }

    private void kill(int times) throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        for (int time = 0; time < times; time++) {
            String marker = "3600." + ProcessHandle.current().pid() + "0" + System.nanoTime();
            try (KilledJvm host = KilledJvm.start(folder, CommandsHost.class, workspace.toString(), marker)) {
                LiveProcesses.awaitAtLeast(COMMANDS + 1, marker); // and the host, which has the marker too
                host.kill(0);
            }
            LiveProcesses.awaitNone(marker);
        }
    }
}

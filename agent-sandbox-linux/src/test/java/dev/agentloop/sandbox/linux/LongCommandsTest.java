package dev.agentloop.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.SandboxedProcess;
import dev.agentloop.sandbox.spi.StdioMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that live longer than the threads that asked for them: a parent-death signal is tied to a thread, and the carrier
 * of a virtual thread ends after 30 idle seconds.
 */
@EnabledOnOs(OS.LINUX)
@Tag("soak")
class LongCommandsTest {
    private static final int COMMANDS = 200;
    private static final String LONGER_THAN_A_CARRIER_IDLES = "40";

    @TempDir
    Path workspace;

    @Test
    void noCommandEndsWithTheThreadThatStartedIt() throws Exception {
        Map<Integer, SandboxedProcess> started = new ConcurrentHashMap<>();
        try (SandboxSession session = new BwrapProvider().open(SandboxPolicy.workspaceWrite(workspace.toRealPath()))) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < COMMANDS; i++) {
                int number = i;
                CommandSpec command = CommandSpec.of(
                        "sh", "-c", "sleep $1; exit $2", "sh", LONGER_THAN_A_CARRIER_IDLES, "" + i % 100);
                threads.add(thread(i, () -> started.put(number, session.start(command, StdioMode.pipe()))));
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(started).hasSize(COMMANDS);
            for (Map.Entry<Integer, SandboxedProcess> each : started.entrySet()) {
                assertThat(each.getValue().waitFor())
                        .as("command %s", each.getKey())
                        .isEqualTo(each.getKey() % 100);
            }
        }
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    /** Every other one is virtual, where there are virtual threads. */
    private static Thread thread(int number, Runnable body) throws ReflectiveOperationException {
        if (number % 2 == 0 && Runtime.version().feature() >= 21) {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
        }
        Thread thread = new Thread(body, "starter-" + number);
        thread.start();
        return thread;
    }
}

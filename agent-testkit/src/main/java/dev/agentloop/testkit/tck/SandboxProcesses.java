package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.SandboxedProcess;
import dev.agentloop.sandbox.spi.StdioMode;
import dev.agentloop.testkit.TestThreads;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Kills, time-outs, daemons and many starts at once. */
abstract class SandboxProcesses {
    private static final int STARTS = 200;

    /** A loop that proves it is alive by a file that grows; detached from its parent, its session and its streams. */
    private static final String DAEMON =
            "(setsid sh -c 'while :; do echo . >> heart; sleep 0.05; done' >/dev/null 2>&1 </dev/null &) ; "
                    + "while ! test -s heart; do sleep 0.02; done; ";

    private final SandboxTckBase kit;

    SandboxProcesses(SandboxTckBase kit) {
        this.kit = kit;
    }

    @Test
    void aTimeOutEndsTheCommand() throws Exception {
        CommandSpec command = CommandSpec.builder("sleep", "300")
                .timeout(Duration.ofMillis(300))
                .build();

        CommandResult result = kit.run(kit.workspaceWrite(), command);

        assertThat(result.timedOut()).isTrue();
        assertThat(result.succeeded()).isFalse();
        assertThat(result.duration()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(30));
    }

    @Test
    void aDetachedProcessEndsWithItsCommand() throws Exception {
        kit.assumeEnforced(kit.workspaceWrite(), Guarantee.TREE_KILL);

        CommandResult result = kit.sh(kit.workspaceWrite(), DAEMON + "exit 5");

        assertThat(result.exitCode()).as(result.stderr().text()).isEqualTo(5);
        assertHeartStopped();
    }

    @Test
    void aDetachedProcessEndsAtATimeOut() throws Exception {
        kit.assumeEnforced(kit.workspaceWrite(), Guarantee.TREE_KILL);

        kit.run(
                kit.workspaceWrite(),
                SandboxTckBase.shell(DAEMON + "sleep 300").toBuilder()
                        .timeout(Duration.ofSeconds(2))
                        .build());

        assertHeartStopped();
    }

    @Test
    void closingTheSessionEndsWhatRuns() throws Exception {
        kit.assumeEnforced(kit.workspaceWrite(), Guarantee.TREE_KILL);
        SandboxSession session = kit.open(kit.workspaceWrite());
        SandboxedProcess process = session.start(SandboxTckBase.shell(DAEMON + "sleep 300"), StdioMode.pipe());
        awaitHeart();

        session.close();

        assertThat(process.exitCode()).isPresent();
        assertHeartStopped();
    }

    @Test
    void killingEndsTheCommandAndMayBeRepeated() throws Exception {
        SandboxedProcess process =
                kit.open(kit.workspaceWrite()).start(CommandSpec.of("sleep", "300"), StdioMode.pipe());

        process.kill();
        process.kill();

        assertThat(process.waitFor()).isEqualTo(137);
        assertThat(process.timedOut()).isFalse();
    }

    @Test
    void manyParallelStartsLoseNothing() throws Exception {
        startMany(Executors.newFixedThreadPool(50, TestThreads.daemons("sandbox-tck")));
    }

    @Test
    void manyParallelStartsFromVirtualThreadsLoseNothing() throws Exception {
        ExecutorService virtual;
        try {
            virtual = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | InvocationTargetException without) {
            abort("This JDK has no virtual threads");
            return;
        }
        startMany(virtual);
    }

    private void startMany(ExecutorService executor) throws Exception {
        SandboxSession session = kit.open(kit.workspaceWrite());
        try {
            List<Future<CommandResult>> results = new ArrayList<>();
            for (int i = 0; i < STARTS; i++) {
                CommandSpec command = SandboxTckBase.shell("echo $1; exit $2", i, i % 100);
                results.add(executor.submit(() -> kit.run(session, command)));
            }
            for (int i = 0; i < STARTS; i++) {
                CommandResult result = results.get(i).get();
                assertThat(result.exitCode()).as(result.stderr().text()).isEqualTo(i % 100);
                assertThat(result.stdout().text()).isEqualTo(i + "\n");
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private void awaitHeart() throws Exception {
        Path heart = kit.workspace().resolve("heart");
        while (!Files.exists(heart) || Files.size(heart) == 0) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** The daemon writes every 50 ms; a second without growth means that it is gone. */
    private void assertHeartStopped() throws Exception {
        Path heart = kit.workspace().resolve("heart");
        assertThat(heart).exists();
        long size = Files.size(heart);
        long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (System.nanoTime() < until) {
            assertThat(Files.size(heart)).as("a process survived").isEqualTo(size);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}

package dev.agentloop.session.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.session.SessionId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writing process dies, or its disk fails, exactly at the n-th call of a kind; strace does it. What was acknowledged
 * is there, whole and once, and writing goes on.
 */
@Timeout(1800)
class SystemCallFaultsTest {
    private static final Path STRACE = Path.of("/usr/bin/strace");
    private static final SessionId ID = SessionId.of("faulty");
    private static final int APPENDS = 40;
    private static final int KILLED = 128 + 9;

    @TempDir
    Path directory;

    @BeforeAll
    static void needsStrace() throws Exception {
        assumeTrue(Files.isExecutable(STRACE), "no strace on this machine");
        Process tried = new ProcessBuilder(STRACE.toString(), "-o", "/dev/null", "true").start();
        assumeTrue(tried.waitFor() == 0, "strace may not trace here");
    }

    @Test
    void aProcessKilledAtAWriteLosesNothingItHasAcknowledged() throws Exception {
        killAtWrites(IntStream.of(2, 9, 60));
    }

    @Test
    @Tag("kill")
    void aProcessKilledAtAnyOfManyWritesLosesNothingItHasAcknowledged() throws Exception {
        killAtWrites(IntStream.rangeClosed(1, 100));
    }

    @Test
    void aDiskThatFailsToSyncLosesNothingThatWasAcknowledged() throws Exception {
        failSyncsFrom(IntStream.of(1, 12));
    }

    @Test
    @Tag("kill")
    void aDiskThatFailsAtAnyOfManySyncsLosesNothingThatWasAcknowledged() throws Exception {
        failSyncsFrom(IntStream.rangeClosed(1, 30));
    }

    private void killAtWrites(IntStream numbers) throws Exception {
        for (int number : numbers.toArray()) {
            assertThat(writeUntil("pwrite64:signal=SIGKILL:when=" + number, "kill-" + number))
                    .as("exit code with a kill at write " + number)
                    .isEqualTo(KILLED);
        }
    }

    private void failSyncsFrom(IntStream numbers) throws Exception {
        for (int number : numbers.toArray()) {
            assertThat(writeUntil("fdatasync,fsync:error=EIO:when=" + number + "+", "sync-" + number))
                    .as("exit code with failures from sync " + number)
                    .isEqualTo(1);
        }
    }

    /** Runs the writer with a fault, checks what it left, writes on; returns the writer's exit code. */
    private int writeUntil(String fault, String name) throws Exception {
        Path file = directory.resolve(name + ".db");
        List<String> command = new ArrayList<>(List.of(
                STRACE.toString(),
                "-f",
                "-o",
                "/dev/null",
                "-e",
                "trace=" + fault.split(":")[0],
                "-e",
                "inject=" + fault));
        command.addAll(AppendingProcess.command(file.toString(), ID, "writer", APPENDS));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long acknowledged = 0;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                acknowledged = Long.parseLong(line);
            }
        }
        int exitCode = process.waitFor();
        verify(file, acknowledged);
        return exitCode;
    }

    private static void verify(Path file, long acknowledged) throws IOException {
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            store.create(ID, Records.metadata(0));
            int stored = Records.readAll(store, ID).size();
            assertThat(stored).isGreaterThanOrEqualTo((int) acknowledged);
            assertThat(Records.readAll(store, ID)).isEqualTo(Records.records("writer", 1, stored));
            store.append(ID, stored + 1, Records.records("writer", stored + 1, stored + 3));
            assertThat(Records.readAll(store, ID)).isEqualTo(Records.records("writer", 1, stored + 3));
        }
    }
}

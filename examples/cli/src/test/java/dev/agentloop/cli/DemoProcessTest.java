package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/agent demo} as a process, with a temporary folder of its own. Needs the packaged jar. */
@DisabledOnOs(OS.WINDOWS)
class DemoProcessTest {
    @TempDir
    Path temp;

    private LauncherCheckout checkout;
    private Path scratch;

    @BeforeEach
    void copyCheckout() throws IOException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        checkout = LauncherCheckout.in(temp.resolve("checkout"));
        scratch = Files.createDirectory(temp.resolve("scratch"));
    }

    @Test
    void runsFromAnyFolderAndLeavesNothingBehind() throws Exception {
        Map<String, Instant> before = checkout.snapshot();
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));

        ProcessRun run = demo().in(elsewhere).run();

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("scripted model").contains("outcome: FIXED");
        assertThat(run.err()).isEmpty();
        assertThat(checkout.snapshot()).isEqualTo(before);
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aReaderThatGoesAwayChangesNothing() throws Exception {
        Path exit = temp.resolve("exit");
        String script = "('" + checkout.root() + "/bin/agent' demo --scripted; echo $? >'" + exit + "') | head -n 1";
        ProcessRun run = ProcessRun.command("bash", "-c", script)
                .variable("AGENTLOOP_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch)
                .run();
        assertThat(run.out()).startsWith("model: scripted model").hasLineCount(1);
        assertThat(run.err()).isEmpty();
        assertThat(exit).hasContent("0");
    }

    @Test
    void aSignalEndsTheDemoAndDeletesItsFolder() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(checkout.root().resolve("bin/agent").toString(), "demo", "--scripted");
        builder.environment().put("AGENTLOOP_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch);
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.lines().anyMatch(line -> line.startsWith("project: ")))
                    .isTrue();
            assertThat(leftovers()).hasSize(1);
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        assertThat(leftovers()).isEmpty();
    }

    private ProcessRun.Command demo() {
        return checkout.command("demo").variable("AGENTLOOP_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch);
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> all = Files.list(scratch)) {
            return all.toList();
        }
    }
}

package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/agent sandbox} as a process: streams, terminals and signals. Needs the packaged jar. */
@EnabledOnOs(OS.LINUX)
class SandboxProcessTest {
    /** More than pipes hold, so that both directions have to flow at the same time. */
    private static final int LARGE_BYTES = 5 << 20;

    @TempDir
    Path temp;

    private LauncherCheckout checkout;
    private Path workspace = Path.of("/");

    @BeforeEach
    void copyCheckout() throws IOException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        checkout = LauncherCheckout.in(temp.resolve("checkout"));
        workspace = Files.createDirectory(temp.resolve("workspace"));
    }

    @Test
    void largeBinaryStreamsPassUnchanged() throws Exception {
        byte[] bytes = new byte[LARGE_BYTES];
        new Random(1).nextBytes(bytes);
        Path in = Files.write(temp.resolve("in"), bytes);
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");

        Process process = new ProcessBuilder(words("--", "sh", "-c", "tee /dev/stderr"))
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(out).hasSameBinaryContentAs(in);
        assertThat(err).hasSameBinaryContentAs(in);
    }

    @Test
    void aTerminalIsTheCommandsOwn() throws Exception {
        Process process = new ProcessBuilder(
                        words("--tty", "--", "sh", "-c", "test -t 0 && test -t 1 && tty; read line; exit 3"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().write("line\n".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();

        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(out).isEqualTo(3);
        assertThat(out).contains("/dev/pts/0");
    }

    @Test
    void aSignalToTheLauncherEndsTheCommand() throws Exception {
        Process process = new ProcessBuilder(words("--", "sh", "-c", "echo started; exec sleep 300"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("started");
            List<ProcessHandle> started = process.descendants().toList();

            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 15);
            assertThat(started).isNotEmpty();
            for (ProcessHandle handle : started) {
                handle.onExit().get(30, TimeUnit.SECONDS);
            }
        }
    }

    private List<String> words(String... words) {
        List<String> argv = new ArrayList<>(
                List.of(checkout.root().resolve("bin/agent").toString(), "sandbox", "-C", workspace.toString()));
        argv.addAll(List.of(words));
        return argv;
    }
}

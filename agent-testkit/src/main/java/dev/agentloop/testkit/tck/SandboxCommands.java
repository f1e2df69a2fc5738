package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Environment;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.CommandStartException.Reason;
import dev.agentloop.sandbox.spi.SandboxedProcess;
import dev.agentloop.sandbox.spi.StdioMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Words, streams, environment, folder and exit codes. */
abstract class SandboxCommands {
    private static final int MUCH = 3_000_000;

    private final SandboxTckBase kit;

    SandboxCommands(SandboxTckBase kit) {
        this.kit = kit;
    }

    @Test
    void exitCodeAndBothOutputsAreKeptApart() throws Exception {
        CommandResult result = kit.sh(kit.workspaceWrite(), "echo out; echo err >&2; exit 3");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.stdout().text()).isEqualTo("out\n");
        assertThat(result.stderr().text()).isEqualTo("err\n");
    }

    @Test
    void aSignalIs128PlusItsNumber() throws Exception {
        for (int signal : new int[] {9, 15}) { // a process in the background of a shell ignores 2 and hands that on
            CommandResult result = kit.sh(kit.workspaceWrite(), "kill -$1 $$", signal);

            assertThat(result.exitCode()).isEqualTo(128 + signal);
            assertThat(result.signal()).isEqualTo(OptionalInt.of(signal));
        }
    }

    @Test
    void inputIsReadToItsEnd() throws Exception {
        CommandSpec cat = CommandSpec.builder("cat").stdin("l\u00e4\u2713\n").build();

        assertThat(kit.run(kit.workspaceWrite(), cat).stdout().text()).isEqualTo("l\u00e4\u2713\n");
        assertThat(kit.run(kit.workspaceWrite(), CommandSpec.of("cat")).stdout().text())
                .isEmpty();
    }

    @Test
    void wordsArriveUnchanged() throws Exception {
        CommandSpec command = CommandSpec.of(
                "printf", "%s\\n", "a b", "\"q\"", "$HOME", "*", "", "\u00e4\u2713", "-n", "--", "'", "a\nb", "\\");

        assertThat(kit.run(kit.workspaceWrite(), command).stdout().text())
                .isEqualTo("a b\n\"q\"\n$HOME\n*\n\n\u00e4\u2713\n-n\n--\n'\na\nb\n\\\n");
    }

    @Test
    void theEnvironmentIsExact() throws Exception {
        SandboxPolicy policy = kit.workspaceWrite().toBuilder()
                .environment(Environment.empty().setting("A", "1").setting("B", "x"))
                .build();
        CommandSpec env = CommandSpec.builder("/usr/bin/env")
                .environment("B", "y \u00e4 'q' $A")
                .environment("API_TOKEN", "given on purpose")
                .environment("LD_LIBRARY_PATH", "/nowhere")
                .build();

        assertThat(kit.run(policy, env).stdout().text().lines())
                .containsExactlyInAnyOrder(
                        "A=1",
                        "B=y \u00e4 'q' $A",
                        "API_TOKEN=given on purpose",
                        "LD_LIBRARY_PATH=/nowhere",
                        "PWD=" + kit.workspace());
    }

    @Test
    void theFolderIsTheWorkspaceOrTheOneGiven() throws Exception {
        Path inner = Files.createDirectory(kit.workspace().resolve("in n\u00e4r"));
        CommandSpec pwd = CommandSpec.of("pwd");

        assertThat(kit.run(kit.workspaceWrite(), pwd).stdout().text()).isEqualTo(kit.workspace() + "\n");
        assertThat(kit.run(
                                kit.workspaceWrite(),
                                pwd.toBuilder().workingDirectory(inner).build())
                        .stdout()
                        .text())
                .isEqualTo(inner + "\n");
    }

    @Test
    void muchOutputOnBothStreamsDoesNotBlock() throws Exception {
        CommandResult result = kit.sh(
                kit.workspaceWrite(), "head -c $1 /dev/zero; head -c $1 /dev/zero >&2; head -c $1 /dev/zero", MUCH);

        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout().totalBytes()).isEqualTo(2L * MUCH);
        assertThat(result.stderr().totalBytes()).isEqualTo(MUCH);
    }

    @Test
    void whatCannotStartIsToldApartFromAnExitCode() throws Exception {
        Path text = Files.writeString(kit.workspace().resolve("notes.txt"), "x");

        assertThatExceptionOfType(CommandStartException.class)
                .isThrownBy(() -> kit.run(kit.workspaceWrite(), CommandSpec.of("no-such-program-here")))
                .returns(Reason.NOT_FOUND, CommandStartException::reason);
        assertThatExceptionOfType(CommandStartException.class)
                .isThrownBy(() -> kit.run(kit.workspaceWrite(), CommandSpec.of(text.toString())))
                .returns(Reason.NOT_EXECUTABLE, CommandStartException::reason);
        assertThatExceptionOfType(CommandStartException.class)
                .isThrownBy(() -> kit.run(
                        kit.workspaceWrite(),
                        CommandSpec.builder("true")
                                .workingDirectory(kit.workspace().resolve("gone"))
                                .build()))
                .returns(Reason.BAD_DIRECTORY, CommandStartException::reason);
    }

    @Test
    void aTerminalIsOneAndHasItsSize() throws Exception {
        SandboxedProcess process;
        try {
            process = kit.open(kit.workspaceWrite())
                    .start(SandboxTckBase.shell("test -t 0 && test -t 1 && stty size; exit 4"), StdioMode.pty(33, 111));
        } catch (UnsupportedOperationException without) {
            abort(without.getMessage());
            return;
        }
        String text = new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(4);
        assertThat(text.strip()).isEqualTo("33 111");
    }
}

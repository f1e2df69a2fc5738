package dev.agentloop.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.CapturedOutput;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.Terminal;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tools.testing.PlainCommands;
import dev.agentloop.tools.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecCommandToolTest {

    @TempDir
    Path work;

    private ToolOutput run(Map<String, ?> arguments) throws Exception {
        return TestContext.in(work).call(new ExecCommandTool(new ShellSessions()), arguments);
    }

    @Test
    void answersExitCodeTimeAndBothStreams() throws Exception {
        ToolOutput output = run(Map.of("cmd", "printf out; echo err >&2; exit 3"));

        assertThat(output.failed()).isFalse();
        assertThat(output.text()).matches("Exit code: 3\nWall time: \\d+\\.\\d seconds\nOutput:\nout\nerr\n");
    }

    @Test
    void runsInTheWorkingDirectoryOrBelow() throws Exception {
        Path sub = Files.createDirectory(work.resolve("sub"));

        assertThat(run(Map.of("cmd", "pwd -P")).text()).endsWith("Output:\n" + work.toRealPath() + "\n");
        assertThat(run(Map.of("cmd", "pwd -P", "workdir", "sub")).text()).endsWith(sub.toRealPath() + "\n");
        assertThat(run(Map.of("cmd", "pwd", "workdir", "none")))
                .isEqualTo(ToolOutput.error("workdir 'none' is not a directory."));
    }

    @Test
    void commandLineIsOneWordForTheShell() throws Exception {
        PlainCommands commands = new PlainCommands();

        TestContext.in(work)
                .withCommands(commands)
                .call(new ExecCommandTool(new ShellSessions()), Map.of("cmd", "true && true # 'x"));

        assertThat(commands.started())
                .containsExactly(CommandSpec.builder(Shell.current().argv("true && true # 'x"))
                        .workingDirectory(work)
                        .timeout(Duration.ofMinutes(2))
                        .build());
    }

    @Test
    void timeOverIsAFailedOutput() throws Exception {
        ToolOutput output = run(Map.of("cmd", "echo started; sleep 30", "timeout_ms", 300));

        assertThat(output.failed()).isTrue();
        assertThat(output.text()).contains("its time was over").endsWith("Output:\nstarted\n");
    }

    @Test
    void longOutputKeepsHeadAndTail() throws Exception {
        String text = run(Map.of("cmd", "seq 100000", "max_output_tokens", 100)).text();

        assertThat(text).hasSizeLessThan(600).contains("Output:\n1\n2\n", " lines, ", " bytes left out …\n");
        assertThat(text).endsWith("99999\n100000\n");
    }

    @Test
    void refusalsOfTheSandboxAreSaid() throws Exception {
        CommandResult refused = new CommandResult(
                1,
                OptionalInt.empty(),
                new CapturedOutput("", 0, false),
                new CapturedOutput("touch: no\n", 10, false),
                Duration.ofMillis(1_250),
                false,
                List.of(new Violation(
                        Violation.Kind.WRITE,
                        Violation.Certainty.CERTAIN,
                        "/etc/x",
                        "writing /etc/x is refused",
                        Optional.empty())));
        CommandRunner commands = new CommandRunner() {
            @Override
            public CommandResult run(CommandSpec command) {
                return refused;
            }

            @Override
            public RunningCommand start(CommandSpec command, Terminal terminal) {
                throw new UnsupportedOperationException("not used here");
            }
        };

        assertThat(TestContext.in(work)
                        .withCommands(commands)
                        .call(new ExecCommandTool(new ShellSessions()), Map.of("cmd", "touch /etc/x")))
                .isEqualTo(ToolOutput.text("""
                        Exit code: 1
                        Wall time: 1.3 seconds
                        The sandbox refused: writing /etc/x is refused
                        Output:
                        touch: no
                        """));
    }
}

package dev.agentloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CommandSpecTest {

    @Test
    void carriesItsPartsAndHidesValuesInItsText() {
        CommandSpec command = CommandSpec.builder("psql", "-c", "select 1")
                .workingDirectory(Path.of("/ws/a/.."))
                .environment("PGPASSWORD", "hunter2")
                .stdin("s3cret")
                .timeout(Duration.ofSeconds(3))
                .build();

        assertThat(command)
                .returns(List.of("psql", "-c", "select 1"), CommandSpec::argv)
                .returns(Map.of("PGPASSWORD", "hunter2"), CommandSpec::environment)
                .returns(Path.of("/ws"), spec -> spec.workingDirectory().orElseThrow())
                .hasToString("CommandSpec[argv=[psql, -c, select 1], workingDirectory=/ws, environment=[PGPASSWORD], "
                        + "stdin=6 bytes, timeout=PT3S]");
        assertThat(command.toBuilder().build()).isEqualTo(command).hasSameHashCodeAs(command);
        assertThat(command.toBuilder().stdin("").build()).isNotEqualTo(command);
    }

    @Test
    void unusablePartsAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(CommandSpec::of).withMessage("argv: name a program");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandSpec.of("a", "b\0"))
                .withMessage("argv: a word contains a NUL character");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        CommandSpec.builder("a").workingDirectory(Path.of("x")).build())
                .withMessage("workingDirectory: \"x\" is relative; give an absolute path");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> CommandSpec.builder("a").timeout(Duration.ZERO).build())
                .withMessage("timeout: PT0S is not positive");
    }

    @Test
    void aSignalIsReadFromTheExitCode() {
        assertThat(CommandResult.signalOf(137)).isEqualTo(OptionalInt.of(9));
        assertThat(CommandResult.signalOf(128)).isEmpty();
        assertThat(CommandResult.signalOf(1)).isEmpty();
        assertThat(CommandResult.signalOf(255)).isEmpty();
    }
}

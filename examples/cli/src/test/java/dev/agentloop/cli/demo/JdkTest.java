package dev.agentloop.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.cli.CliException;
import dev.agentloop.cli.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {
    @Test
    void theJdkOfTheTestsHasACompiler() {
        assertThat(Jdk.current().program("javac")).isExecutable();
    }

    @Test
    void aHomeWithoutCompilerIsSomethingMissing(@TempDir Path home) {
        assertThatThrownBy(() -> Jdk.at(home))
                .hasMessageContaining("has no javac")
                .hasMessageContaining("install a JDK 17 or newer")
                .isInstanceOfSatisfying(
                        CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MISSING));
    }
}

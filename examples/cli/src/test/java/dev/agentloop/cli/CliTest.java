package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CliTest {
    @Test
    void helpGoesToStandardOutput() {
        CliRun run = CliRun.of("--help");
        assertThat(run.exitCode()).isEqualTo(ExitCode.SUCCESS);
        assertThat(run.out()).startsWith("Usage: agent").contains("Exit codes:");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void versionNamesProgramAndJava() {
        CliRun run = CliRun.of("--version");
        assertThat(run.exitCode()).isEqualTo(ExitCode.SUCCESS);
        assertThat(run.out()).startsWith("agent ").contains("Java " + System.getProperty("java.version"));
    }

    @Test
    void withoutACommandUsageGoesToStandardError() {
        CliRun run = CliRun.of();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("Name a command.").contains("Usage: agent");
    }

    @Test
    void anUnknownCommandOrOptionIsAUsageError() {
        assertThat(CliRun.of("fly").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CliRun.of("fly").err()).contains("fly");
        assertThat(CliRun.of("--fly").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CliRun.of("--fly").err()).contains("--fly");
    }
}

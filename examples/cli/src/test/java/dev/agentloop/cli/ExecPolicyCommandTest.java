package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecPolicyCommandTest {
    @TempDir
    private Path folder;

    private String rules = "";

    @BeforeEach
    void writeRules() throws IOException {
        rules = Files.writeString(folder.resolve("team.rules"), """
                        prefix_rule(pattern=["git"])
                        prefix_rule(pattern=["git", "push"], decision="prompt", justification="others see it")
                        host_executable(name="git", paths=["/usr/bin/git"])
                        """).toString();
    }

    @Test
    void printsMatchingRulesAndTheStrictestDecision() {
        CliRun run = CliRun.of("execpolicy", "check", "--rules", rules, "--", "git", "push", "--force");

        assertThat(run.out())
                .isEqualToIgnoringNewLines(
                        "{\"matchedRules\":[{\"prefixRuleMatch\":{\"matchedPrefix\":[\"git\"],\"decision\":\"allow\"}},"
                                + "{\"prefixRuleMatch\":{\"matchedPrefix\":[\"git\",\"push\"],\"decision\":\"prompt\","
                                + "\"justification\":\"others see it\"}}],\"decision\":\"prompt\"}");
        assertThat(run.exitCode()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void namesTheResolvedProgramOnlyWhenItResolves() {
        CliRun resolved = CliRun.of(
                "execpolicy", "check", "--resolve-host-executables", "--rules", rules, "--", "/usr/bin/git", "log");
        CliRun asWritten = CliRun.of("execpolicy", "check", "--rules", rules, "--", "/usr/bin/git", "log");

        assertThat(resolved.out())
                .isEqualToIgnoringNewLines("{\"matchedRules\":[{\"prefixRuleMatch\":{\"matchedPrefix\":[\"git\"],"
                        + "\"decision\":\"allow\",\"resolvedProgram\":\"/usr/bin/git\"}}],\"decision\":\"allow\"}");
        assertThat(asWritten.out()).isEqualToIgnoringNewLines("{\"matchedRules\":[]}");
        assertThat(asWritten.exitCode()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void badRulesFailWithThePlace() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.rules"), "\nprefix_rule(pattern=[])");

        CliRun run = CliRun.of("execpolicy", "check", "--rules", bad.toString(), "--", "git");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualToIgnoringNewLines("agent: " + bad + ":2:21: pattern must not be empty");
    }
}

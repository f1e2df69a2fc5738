package dev.agentloop.sandbox.linux.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything of {@code escapes/}, as this user and, when that is root, as an ordinary one too. What counts is what is seen
 * from outside; a script's own word counts where there is nothing to see.
 */
@EnabledOnOs(OS.LINUX)
class EscapeSuiteTest {
    /** Fewer would mean that files of attempts were lost. */
    private static final int MIN_ATTEMPTS = 200;

    private static final int MIN_NETWORK_ATTEMPTS = 60;

    /** Who tries. */
    enum User {
        CURRENT,
        ORDINARY
    }

    @BeforeEach
    void requirePerl() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "The attempts need perl for system calls");
    }

    @ParameterizedTest
    @EnumSource
    void nothingGetsThrough(User user) throws Exception {
        List<String> lines = run("sandbox", user);

        assertThat(lines).noneMatch(line -> line.startsWith("THROUGH"));
        assertThat(lines).noneMatch(line -> line.startsWith("UNTRIED"));
        assertThat(lines).contains("LEFT files=[] processes=0");
        assertThat(tried(lines)).isGreaterThan(MIN_ATTEMPTS);
    }

    @ParameterizedTest
    @EnumSource
    void nothingGetsPastTheListOfHosts(User user) throws Exception {
        List<String> lines = run("allow-list", user);

        assertThat(lines).noneMatch(line -> line.startsWith("THROUGH"));
        assertThat(lines).noneMatch(line -> line.startsWith("UNTRIED"));
        assertThat(lines).contains("LEFT files=[] processes=0");
        assertThat(tried(lines)).isGreaterThan(MIN_NETWORK_ATTEMPTS);
    }

    @ParameterizedTest
    @EnumSource
    void whatMustWorkWorks(User user) throws Exception {
        List<String> lines = run("works", user);

        assertThat(lines).noneMatch(line -> line.startsWith("BROKEN"));
        assertThat(lines).contains("LEFT files=[] processes=0");
    }

    @Test
    void withoutASandboxTheSameAttemptsGetThrough() throws Exception {
        List<String> lines = run("control", User.CURRENT);

        assertThat(lines).noneMatch(line -> line.startsWith("HARMLESS"));
        assertThat(tried(lines)).isGreaterThan(MIN_ATTEMPTS / 2);
    }

    private static int tried(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("SUMMARY"))
                .mapToInt(line -> Integer.parseInt(line.replaceFirst("SUMMARY tried=(\\d+) .*", "$1")))
                .sum();
    }

    private static List<String> run(String mode, User user) throws IOException, InterruptedException {
        try (OtherJvm jvm = OtherJvm.prepare(user == User.ORDINARY)) {
            List<String> lines = jvm.run(EscapeRun.class, mode);
            lines.stream()
                    .filter(line -> line.startsWith("UNAVAILABLE"))
                    .findFirst()
                    .ifPresent(line -> assumeTrue(false, user + ": " + line));
            return lines;
        }
    }
}

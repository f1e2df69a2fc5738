package dev.agentloop.sandbox.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.CapturedOutput;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.sandbox.Violation.Certainty;
import dev.agentloop.sandbox.Violation.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenialClassifierTest {
    private static final SandboxPolicy POLICY = SandboxPolicy.workspaceWrite(Path.of("/ws")).toBuilder()
            .deny(Path.of("/secret"))
            .build();

    private static List<Violation> classify(int exitCode, String stderr) {
        CommandResult result = new CommandResult(
                exitCode,
                CommandResult.signalOf(exitCode),
                new CapturedOutput("", 0, false),
                new CapturedOutput(stderr, stderr.length(), false),
                Duration.ZERO,
                false,
                List.of());
        return DenialClassifier.classify(POLICY, CommandSpec.of("cmd"), result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "touch: cannot touch '/etc/x': Read-only file system",
                "sh: 1: cannot create /etc/x: Read-only file system",
                "java.nio.file.FileSystemException: /etc/x: Read-only file system",
                "OSError: [Errno 30] Read-only file system: '/etc/x'",
                "bash: line 1: /etc/x: Read-only file system",
                "mkdir: cannot create directory \u2018/etc/x\u2019: Permission denied",
                "error: could not write ../etc/x: operation not permitted",
            })
    void aRefusedWriteIsCertainWhenThePolicyConfirmsIt(String line) {
        assertThat(classify(1, "first\n" + line + "\nlast"))
                .containsExactly(new Violation(
                        Kind.WRITE,
                        Certainty.CERTAIN,
                        "/etc/x",
                        "writing /etc/x is refused: the entry \"special root: read\"",
                        Optional.of(PermissionGrant.path(Path.of("/etc/x"), Access.WRITE))));
    }

    @Test
    void aRefusedReadOffersToRead() {
        assertThat(classify(1, "cat: /secret/a: Permission denied"))
                .containsExactly(new Violation(
                        Kind.READ,
                        Certainty.CERTAIN,
                        "/secret/a",
                        "reading /secret/a is refused: the entry \"path /secret: none\"",
                        Optional.of(PermissionGrant.path(Path.of("/secret/a"), Access.READ))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat: /etc/shadow: Permission denied",
                "cat: /ws/own: Permission denied",
                "AssertionError: expected 1 but was 2 at /etc/x",
                "mkdir: cannot create directory '/ws/a': File exists",
                "",
            })
    void anOrdinaryFailureIsNoRefusal(String line) {
        assertThat(classify(1, line)).isEmpty();
    }

    @Test
    void successIsNoRefusalWhateverIsPrinted() {
        assertThat(classify(0, "touch: cannot touch '/etc/x': Read-only file system"))
                .isEmpty();
    }

    @Test
    void anUnreachableHostIsLikely() {
        assertThat(classify(6, "curl: (6) Could not resolve host: example.com"))
                .containsExactly(new Violation(
                        Kind.NETWORK,
                        Certainty.LIKELY,
                        "example.com",
                        "curl: (6) Could not resolve host: example.com",
                        Optional.of(PermissionGrant.host("example.com"))));
    }

    @Test
    void aReadOnlyFileSystemWithoutAPathIsLikely() {
        assertThat(classify(1, "fatal: Read-only file system"))
                .containsExactly(new Violation(
                        Kind.WRITE, Certainty.LIKELY, "a file", "fatal: Read-only file system", Optional.empty()));
    }

    @Test
    void theSystemCallSignalIsCertain() {
        assertThat(classify(159, ""))
                .containsExactly(new Violation(
                        Kind.SYSTEM_CALL,
                        Certainty.CERTAIN,
                        "cmd",
                        "ended by the system call filter",
                        Optional.empty()));
    }
}

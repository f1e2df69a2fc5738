package dev.agentloop.sandbox.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Enforcement;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Environment;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.ResourceLimits;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.CommandStartException.Reason;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.SandboxedProcess;
import dev.agentloop.sandbox.spi.StdioMode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are Unix commands")
@Timeout(60)
class PlainProcessProviderTest {
    @TempDir
    private Path workspace;

    private SandboxSession session;

    @BeforeEach
    void open() {
        session = new PlainProcessProvider().open(SandboxPolicy.workspaceWrite(workspace));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private CommandResult run(CommandSpec command) throws InterruptedException {
        return new CommandRun(session, 1 << 20).run(command);
    }

    private CommandResult sh(String script) throws InterruptedException {
        return run(CommandSpec.of("sh", "-c", script));
    }

    @Test
    void isFoundByTheServiceLoaderButOfferedOnlyByName() {
        assertThat(ServiceLoader.load(SandboxProvider.class))
                .filteredOn(provider -> provider.id().equals("none"))
                .singleElement()
                .returns(true, SandboxProvider::onlyByName)
                .isInstanceOf(PlainProcessProvider.class);
    }

    @Test
    void claimsOnlyWhatItDoes() {
        EnforcementReport report = new PlainProcessProvider().check(session.policy());

        List<Guarantee> claimed = new ArrayList<>();
        for (Guarantee guarantee : Guarantee.values()) {
            if (report.of(guarantee).level() != Enforcement.Level.NOT_ENFORCED) {
                claimed.add(guarantee);
            }
        }
        assertThat(claimed).containsExactly(Guarantee.TREE_KILL, Guarantee.ENV, Guarantee.LIMIT_WALL);
        assertThat(report.of(Guarantee.TREE_KILL).level()).isEqualTo(Enforcement.Level.PARTIAL);
        assertThat(report.missing(session.policy()))
                .contains(Guarantee.FS_WRITE, Guarantee.NET_NONE, Guarantee.TREE_KILL)
                .doesNotContain(Guarantee.ENV);
    }

    @Test
    void keepsExitCodeAndBothOutputsApart() throws Exception {
        CommandResult result = sh("echo out; echo err >&2; exit 3");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.signal()).isEmpty();
        assertThat(result.stdout().text()).isEqualTo("out\n");
        assertThat(result.stderr().text()).isEqualTo("err\n");
        assertThat(result.violations()).isEmpty();
    }

    @Test
    void aSignalIsReportedAs128PlusItsNumber() throws Exception {
        CommandResult result = sh("kill -9 $$");

        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.signal()).isEqualTo(OptionalInt.of(9));
    }

    @Test
    void inputIsWrittenAndEnds() throws Exception {
        assertThat(run(CommandSpec.builder("cat").stdin("l\u00e4\u2713").build())
                        .stdout()
                        .text())
                .isEqualTo("l\u00e4\u2713");
        assertThat(run(CommandSpec.of("cat")).stdout().text()).isEmpty();
    }

    @Test
    void wordsArriveUnchanged() throws Exception {
        String[] words = {"printf", "%s\\n", "a b", "\"q\"", "$HOME", "*", "", "\u00e4\u2713", "-n", "'"};

        assertThat(run(CommandSpec.of(words)).stdout().text())
                .isEqualTo("a b\n\"q\"\n$HOME\n*\n\n\u00e4\u2713\n-n\n'\n");
    }

    @Test
    void theEnvironmentIsExactlyWhatWasNamed() throws Exception {
        SandboxPolicy policy = session.policy().toBuilder()
                .environment(Environment.empty().setting("A", "1").setting("B", "x y"))
                .build();
        try (SandboxSession own = new PlainProcessProvider().open(policy)) {
            CommandResult result = new CommandRun(own, 1000)
                    .run(CommandSpec.builder("/usr/bin/env")
                            .environment("B", "2")
                            .build());

            assertThat(result.stdout().text().lines()).containsExactlyInAnyOrder("A=1", "B=2", "PWD=" + workspace);
        }
    }

    @Test
    void theFolderIsTheWorkspaceUnlessGiven() throws Exception {
        Path inner = Files.createDirectory(workspace.resolve("in ner"));

        assertThat(run(CommandSpec.of("pwd")).stdout().text()).isEqualTo(workspace.toRealPath() + "\n");
        assertThat(run(CommandSpec.builder("pwd").workingDirectory(inner).build())
                        .stdout()
                        .text())
                .isEqualTo(inner.toRealPath() + "\n");
    }

    @Test
    void whatCannotBeStartedIsToldApartFromAnExitCode() throws Exception {
        Path text = Files.writeString(workspace.resolve("notes.txt"), "x");

        assertThatExceptionOfType(CommandStartException.class)
                .isThrownBy(() -> sh0("no-such-program-here"))
                .returns(Reason.NOT_FOUND, CommandStartException::reason)
                .withMessageStartingWith("no-such-program-here: not found in any folder of PATH (");
        assertThatExceptionOfType(CommandStartException.class)
                .isThrownBy(() -> sh0(text.toString()))
                .returns(Reason.NOT_EXECUTABLE, CommandStartException::reason)
                .withMessage(text + ": is not an executable file");
        assertThatExceptionOfType(CommandStartException.class)
                .isThrownBy(() -> session.prepare(CommandSpec.builder("true")
                        .workingDirectory(workspace.resolve("gone"))
                        .build()))
                .returns(Reason.BAD_DIRECTORY, CommandStartException::reason);
    }

    private void sh0(String program) throws InterruptedException {
        run(CommandSpec.of(program));
    }

    @Test
    void muchOutputOnBothStreamsDoesNotBlock() throws Exception {
        CommandResult result = sh("head -c 3000000 /dev/zero | tr '\\0' a; head -c 3000000 /dev/zero | tr '\\0' b >&2");

        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout().totalBytes()).isEqualTo(3_000_000);
        assertThat(result.stderr().totalBytes()).isEqualTo(3_000_000);
        assertThat(result.stdout().truncated()).isTrue();
    }

    @Test
    void aTimeOutKillsTheCommandAndItsChildren() throws Exception {
        CommandResult result = run(CommandSpec.builder("sh", "-c", "sleep 300 & echo $!; wait")
                .timeout(Duration.ofMillis(300))
                .build());

        assertThat(result.timedOut()).isTrue();
        assertThat(result.exitCode()).isEqualTo(137);
        long child = Long.parseLong(result.stdout().text().strip());
        assertThat(runs(child)).isFalse();
    }

    @Test
    void aCommandKilledWhileItsOutputIsReadEndsQuietly() throws InterruptedException {
        Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        try {
            for (int n = 0; n < 5; n++) {
                CommandResult result = run(CommandSpec.builder("yes")
                        .timeout(Duration.ofMillis(100))
                        .build());
                assertThat(result.timedOut()).isTrue();
                assertThat(result.stdout().text()).startsWith("y\ny\n");
            }
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).isEmpty();
    }

    @Test
    void thePolicysWallLimitCountsToo() throws Exception {
        SandboxPolicy policy = session.policy().toBuilder()
                .limits(ResourceLimits.builder()
                        .wallTime(Duration.ofMillis(200))
                        .build())
                .build();
        try (SandboxSession own = new PlainProcessProvider().open(policy)) {
            assertThat(new CommandRun(own, 10)
                            .run(CommandSpec.builder("sleep", "300")
                                    .timeout(Duration.ofSeconds(200))
                                    .build())
                            .timedOut())
                    .isTrue();
        }
    }

    @Test
    void closingKillsWhatRuns() throws Exception {
        SandboxedProcess process =
                session.start(CommandSpec.of("sh", "-c", "sleep 300 & echo $!; wait"), StdioMode.pipe());
        long child = Long.parseLong(firstLine(process));

        session.close();

        assertThat(process.waitFor()).isEqualTo(137);
        assertThat(runs(child)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> session.start(CommandSpec.of("true"), StdioMode.pipe()))
                .withMessage("The sandbox session is closed; open a new one");
    }

    @Test
    void aLeftOverChildDoesNotHoldTheResultBack() throws Exception {
        CommandResult result = sh("sleep 5 & echo done");

        assertThat(result.stdout().text()).isEqualTo("done\n");
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void anInterruptKillsTheCommand() throws Exception {
        Path pidFile = workspace.resolve("pid");
        Thread[] caller = new Thread[1];
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Class<?>> outcome = executor.submit(() -> {
                caller[0] = Thread.currentThread();
                try {
                    sh("echo $$ > pid.tmp; mv pid.tmp pid; exec sleep 300");
                    return CommandResult.class;
                } catch (InterruptedException expected) {
                    return InterruptedException.class;
                }
            });
            while (!Files.exists(pidFile)) {
                Thread.onSpinWait();
            }
            caller[0].interrupt();

            assertThat(outcome.get()).isEqualTo(InterruptedException.class);
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            assertThat(runs(pid)).isFalse();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void twoHundredParallelStartsAllSucceed() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(50);
        try {
            List<Future<Integer>> codes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int code = i % 100;
                codes.add(executor.submit(() -> sh("exit " + code).exitCode()));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(codes.get(i).get()).isEqualTo(i % 100);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aTerminalIsOneWithItsSizeAndTheShellVariableOfThePolicy() throws Exception {
        SandboxedProcess process = session.start(
                CommandSpec.builder("sh", "-c", "test -t 0 && test -t 1 && stty size; echo \"$SHELL\" 'a b'; exit 4")
                        .environment("SHELL", "/bin/odd shell")
                        .build(),
                StdioMode.pty(33, 111));
        String text = new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(4);
        assertThat(text).isEqualTo("33 111\r\n/bin/odd shell a b\r\n");
    }

    /** A killed process that nobody has waited for yet still has an id, but no program any more. */
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().command())
                .isPresent();
    }

    private static String firstLine(SandboxedProcess process) throws Exception {
        return new BufferedReader(new InputStreamReader(process.stdout(), StandardCharsets.UTF_8)).readLine();
    }
}

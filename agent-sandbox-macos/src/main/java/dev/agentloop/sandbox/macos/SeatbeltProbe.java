package dev.agentloop.sandbox.macos;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.support.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tries Seatbelt once: what the report calls enforced must hold for a harmless command, or the provider is unavailable. */
final class SeatbeltProbe {
    static final SeatbeltProbe SHARED =
            new SeatbeltProbe(() -> System.getProperty("os.name"), SeatbeltSession.SANDBOX_EXEC);

    private static final int MAX_OUTPUT_BYTES = 4096;
    private static final int PASSED = 42;
    private static final String HINT =
            "run on macOS outside of another sandbox; please report the reason, with the version of macOS";

    /** The first argument is a folder outside, the second a port on which this JVM listens. */
    private static final String SELF_TEST = String.join(
            "\n",
            "echo x > inside || exit 10",
            "if echo x > .git; then exit 11; fi",
            "if mkdir -p deep/.GIT; then exit 11; fi",
            "if echo x > \"$1/new\"; then exit 12; fi",
            "if cat \"$1/secret\"; then exit 13; fi",
            "if mv \"$PWD\" \"$TMPDIR/moved\"; then exit 14; fi",
            "if echo x > \"/dev/tcp/127.0.0.1/$2\"; then exit 15; fi",
            "exit " + PASSED);

    private final Supplier<String> systemName;
    private final Path program;
    private final AtomicReference<@Nullable Availability> result = new AtomicReference<>();

    SeatbeltProbe(Supplier<String> systemName, Path program) {
        this.systemName = systemName;
        this.program = program;
    }

    /** Tries at the first call, and remembers. */
    Availability result(ProbeContext context) {
        Availability known = result.get();
        if (known != null) {
            return known;
        }
        Availability found = attempt(context.timeout());
        result.compareAndSet(null, found);
        return found;
    }

    private Availability attempt(Duration timeout) {
        long started = System.nanoTime();
        if (!systemName.get().startsWith("Mac")) {
            return unavailable("this is not macOS", "use the provider of this platform", started);
        }
        if (!Files.isExecutable(program)) {
            return unavailable("the program " + program + " is missing, which belongs to macOS", HINT, started);
        }
        try (TemporaryFolder scratch = TemporaryFolder.create()) {
            CommandResult ended = selfTest(scratch.path(), timeout);
            if (ended.exitCode() == PASSED && !ended.timedOut()) {
                return Availability.available(Duration.ofNanos(System.nanoTime() - started));
            }
            return unavailable(reason(ended), HINT, started);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return unavailable("the self-test was interrupted", "try again", started);
        } catch (IOException | RuntimeException failed) {
            return unavailable("the self-test could not run: " + failed.getMessage(), HINT, started);
        }
    }

    private CommandResult selfTest(Path scratch, Duration timeout) throws IOException, InterruptedException {
        Path workspace = Files.createDirectory(scratch.resolve("workspace"));
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(workspace).toBuilder()
                .deny(outside)
                .build();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SandboxSession session = new SeatbeltProvider(this).openUnprobed(policy)) {
            CommandSpec test = CommandSpec.builder(
                            "/bin/bash", "-c", SELF_TEST, "bash", outside.toString(), "" + listener.getLocalPort())
                    .timeout(timeout)
                    .build();
            return new CommandRun(session, MAX_OUTPUT_BYTES).run(test);
        }
    }

    private static String reason(CommandResult result) {
        String words = result.stderr().text().strip();
        return switch (result.exitCode()) {
            case 10 -> "the self-test could not write inside: " + words;
            case 11 -> "the self-test could create a protected name";
            case 12 -> "the self-test could write outside";
            case 13 -> "the self-test could read what the policy refuses";
            case 14 -> "the self-test could move the workspace away";
            case 15 -> "the self-test reached a port of this machine";
            default -> "the self-test ended with exit code " + result.exitCode() + ": " + words;
        };
    }

    private static Availability unavailable(String reason, String hint, long started) {
        return Availability.unavailable(reason, hint, Duration.ofNanos(System.nanoTime() - started));
    }
}

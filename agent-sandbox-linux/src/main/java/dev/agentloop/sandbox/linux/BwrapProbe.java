package dev.agentloop.sandbox.linux;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.NetworkMonitor;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.support.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds bubblewrap and tries it: a write outside must fail, a write inside must work, and the filter must answer. */
final class BwrapProbe {
    static final BwrapProbe SHARED = new BwrapProbe(Host.current());

    private static final String INSTALL =
            "install bubblewrap, for example: apt-get install bubblewrap, or dnf install bubblewrap";
    private static final int MAX_OUTPUT_BYTES = 4096;
    private static final int PASSED = 42;

    /** 10: wrote outside; 11: could not write inside; 12: the filter let a new namespace through. */
    private static final String SELF_TEST = "if echo x 2>/dev/null > \"$1\"; then exit 10; fi; "
            + "echo x > inside || exit 11; "
            + "if unshare -U true 2>/dev/null; then exit 12; fi; "
            + "exit " + PASSED;

    private final Host host;
    private final Map<Optional<Path>, Result> results = new ConcurrentHashMap<>();

    BwrapProbe(Host host) {
        this.host = host;
    }

    /**
     * What was found.
     *
     * @param availability whether it works
     * @param bwrap the program, if there is one
     */
    record Result(Availability availability, Optional<Path> bwrap) {}

    /** Tries once for each program found, and remembers. */
    Result result(ProbeContext context) {
        long started = System.nanoTime();
        if (!host.linux()) {
            return unavailable("this is not Linux", "use the provider of this platform", started);
        }
        if (host.architecture().isEmpty()) {
            String reason = "the system call filter is not known for " + System.getProperty("os.arch");
            return unavailable(reason, "use x86_64 or aarch64", started);
        }
        Optional<Path> bwrap = host.find("bwrap").flatMap(RealPaths::of);
        if (bwrap.isEmpty()) {
            return unavailable("the program bwrap is not installed", INSTALL, started);
        }
        if (context.untrusted().stream().anyMatch(bwrap.get()::startsWith)) {
            return unavailable(bwrap.get() + " lies in the workspace and is not trusted", INSTALL, started);
        }
        return results.computeIfAbsent(bwrap, found -> attempt(found.orElseThrow(), context.timeout(), started));
    }

    private Result attempt(Path bwrap, Duration timeout, long started) {
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("agentloop-probe-").toRealPath();
            Path workspace = Files.createDirectory(scratch.resolve("workspace"));
            SandboxPolicy policy = SandboxPolicy.workspaceWrite(workspace).toBuilder()
                    .privateTmp(false)
                    .entries(SandboxPolicy.readOnly().entries())
                    .write(workspace)
                    .build();
            try (SandboxSession session = new BwrapProvider(this).open(policy, bwrap, NetworkMonitor.NONE)) {
                CommandSpec test = CommandSpec.builder(
                                "/bin/sh",
                                "-c",
                                SELF_TEST,
                                "sh",
                                scratch.resolve("outside").toString())
                        .timeout(timeout)
                        .build();
                return judge(bwrap, new CommandRun(session, MAX_OUTPUT_BYTES).run(test), started);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return unavailable("the self-test was interrupted", "try again", started);
        } catch (IOException | RuntimeException failed) {
            return unavailable("the self-test could not run: " + failed.getMessage(), INSTALL, started);
        } finally {
            remove(scratch);
        }
    }

    private static Result judge(Path bwrap, CommandResult result, long started) {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        if (result.exitCode() == PASSED) {
            return new Result(Availability.available(took), Optional.of(bwrap));
        }
        String reason = switch (result.exitCode()) {
            case 10 -> "the self-test could write outside";
            case 11 ->
                "the self-test could not write inside: "
                        + result.stderr().text().strip();
            case 12 -> "the self-test could make a user namespace, so the filter does not work";
            default ->
                bwrap + " failed with exit code " + result.exitCode() + ": "
                        + result.stderr().text().strip();
        };
        return new Result(Availability.unavailable(reason, hint(result.stderr().text()), took), Optional.of(bwrap));
    }

    private static String hint(String stderr) {
        if (stderr.contains("uid map") || stderr.contains("namespace")) {
            return "allow user namespaces for this user: sysctl kernel.unprivileged_userns_clone=1; on Ubuntu 24.04 and "
                    + "later also kernel.apparmor_restrict_unprivileged_userns=0 or a profile for bwrap; in a container "
                    + "start it with a seccomp profile that allows clone and unshare";
        }
        if (stderr.contains("Unknown option")) {
            return "install bubblewrap 0.5.0 or newer";
        }
        return INSTALL;
    }

    private static Result unavailable(String reason, String hint, long started) {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new Result(Availability.unavailable(reason, hint, took), Optional.empty());
    }

    private static void remove(@Nullable Path scratch) {
        if (scratch == null) {
            return;
        }
        for (Path path : List.of(
                scratch.resolve("workspace/inside"),
                scratch.resolve("workspace"),
                scratch.resolve("outside"),
                scratch)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException busy) {
                path.toFile().deleteOnExit();
            }
        }
    }
}

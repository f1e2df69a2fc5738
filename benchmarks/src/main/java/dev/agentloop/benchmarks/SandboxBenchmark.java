package dev.agentloop.benchmarks;

import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.linux.BwrapProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.StdioMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The time of {@code /bin/true} from its start to its end: without a sandbox, from a warm session, and through the command
 * lines of others where they are installed. One run of each in turn, so that all see the same machine.
 */
public final class SandboxBenchmark {
    private static final int RUNS = 50;
    private static final int WARM_UPS = 5;
    private static final String FLOOR = "ProcessBuilder";
    private static final String TRUE = "/bin/true";

    private SandboxBenchmark() {}

    /** Starts {@link #TRUE} once and waits for it. */
    @FunctionalInterface
    private interface Case {
        int run() throws IOException, InterruptedException;
    }

    /**
     * Prints a row for each case. Words: a folder for the workspace, which must not lie in one for temporary files; then the
     * programs {@code codex} and {@code srt}, or {@code -}.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("usage: SandboxBenchmark WORKSPACE CODEX|- SRT|-");
            System.exit(2);
        }
        Path workspace = Path.of(arguments[0]).toRealPath();
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(workspace);
        SandboxPolicy listed =
                policy.toBuilder().network(Network.allowList("example.com")).build();
        BwrapProvider provider = new BwrapProvider();
        try (SandboxSession session = provider.open(policy);
                SandboxSession withList = provider.open(listed)) {
            Map<String, Case> cases = new LinkedHashMap<>();
            cases.put(FLOOR, () -> plain(workspace, List.of(TRUE)));
            cases.put("warm session", () -> sandboxed(session));
            cases.put("warm session, list of hosts", () -> sandboxed(withList));
            List<String> codex = List.of("sandbox", "-c", "sandbox_mode=\"workspace-write\"", "--", TRUE);
            add(cases, "codex sandbox", workspace, arguments[1], codex);
            add(cases, "sandbox-runtime", workspace, arguments[2], List.of("-c", TRUE));
            measure(cases);
        }
    }

    private static void add(Map<String, Case> cases, String name, Path workspace, String program, List<String> words) {
        if (program.equals("-")) {
            return;
        }
        List<String> argv = new ArrayList<>(List.of(program));
        argv.addAll(words);
        cases.put(name, () -> plain(workspace, argv));
    }

    private static void measure(Map<String, Case> cases) throws IOException, InterruptedException {
        Map<String, double[]> millis = new LinkedHashMap<>();
        for (int run = -WARM_UPS; run < RUNS; run++) {
            for (Map.Entry<String, Case> each : cases.entrySet()) {
                long start = System.nanoTime();
                int exitCode = each.getValue().run();
                double took = (System.nanoTime() - start) / 1e6;
                if (exitCode != 0) {
                    throw new IllegalStateException(each.getKey() + " ended with exit code " + exitCode);
                }
                if (run >= 0) {
                    millis.computeIfAbsent(each.getKey(), name -> new double[RUNS])[run] = took;
                }
            }
        }
        System.out.println("load: " + Files.readString(Path.of("/proc/loadavg")).strip());
        double floor = median(millis.get(FLOOR));
        millis.forEach((name, times) -> print(name, times, floor));
    }

    private static double median(double[] times) {
        Arrays.sort(times);
        return times[RUNS / 2];
    }

    private static void print(String name, double[] times, double floor) {
        double median = median(times);
        System.out.printf(
                Locale.ROOT,
                "%-28s median %6.1f ms, p10 %6.1f, p90 %6.1f, over %s %6.1f%n",
                name,
                median,
                times[RUNS / 10],
                times[RUNS * 9 / 10],
                FLOOR,
                median - floor);
    }

    private static int plain(Path workspace, List<String> argv) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(argv)
                .directory(workspace.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }

    private static int sandboxed(SandboxSession session) throws InterruptedException {
        return session.start(CommandSpec.of(TRUE), StdioMode.pipe()).waitFor();
    }
}

package dev.agentloop.checks.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes of this machine that have a marker among their arguments, whoever started them. */
final class LiveProcesses {
    private static final long PATIENCE_SECONDS = 30;

    private LiveProcesses() {}

    static void awaitAtLeast(int count, String marker) throws InterruptedException {
        assertThat(awaited(marker, count, Integer.MAX_VALUE))
                .as("processes with %s", marker)
                .hasSizeGreaterThanOrEqualTo(count);
    }

    static void awaitNone(String marker) throws InterruptedException {
        assertThat(awaited(marker, 0, 0))
                .as("processes with %s that are left", marker)
                .isEmpty();
    }

    private static List<String> awaited(String marker, int atLeast, int atMost) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        List<String> found = find(marker);
        while ((found.size() < atLeast || found.size() > atMost) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20); // other people's processes tell nobody when they end
            found = find(marker);
        }
        return found;
    }

    private static List<String> find(String marker) {
        return ProcessHandle.allProcesses()
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .filter(process -> process.contains(marker))
                .toList();
    }
}

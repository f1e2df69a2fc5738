package dev.agentloop.checks.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param pooled how many live threads wait in pools, which let go of them after a minute
 * @param threads names of all other live platform threads, sorted
 * @param files open file descriptors; 0 where the system does not tell
 * @param children processes started by this one or by those
 * @param heapMegabytes used heap after a collection
 */
record Footprint(int pooled, List<String> threads, int files, List<String> children, long heapMegabytes) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int COLLECTIONS = 3;

    /** Of the engine, the scripted server, a test's users, OkHttp and the JDK. */
    private static final Pattern POOLED =
            Pattern.compile("(agentloop|scripted-model-server|pool-\\d+-thread)-\\d+|OkHttp TaskRunner|process reaper");

    /** What it holds when it has come to rest: looks again until two looks agree, at most for some seconds. */
    static Footprint atRest() throws InterruptedException {
        Footprint last = now();
        for (int looks = 0; looks < 20; looks++) {
            TimeUnit.MILLISECONDS.sleep(250);
            Footprint next = now();
            if (next.children.isEmpty() && next.threads.equals(last.threads) && next.files == last.files) {
                return next;
            }
            last = next;
        }
        return last;
    }

    private static Footprint now() throws InterruptedException {
        for (int n = 0; n < COLLECTIONS; n++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(20); // cleaners run on a thread of their own
        }
        Runtime runtime = Runtime.getRuntime();
        List<String> names = threadNames();
        List<String> others =
                names.stream().filter(name -> !POOLED.matcher(name).matches()).toList();
        return new Footprint(
                names.size() - others.size(),
                others,
                descriptors(),
                ProcessHandle.current().descendants().map(Footprint::describe).toList(),
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    /** Platform threads; virtual ones hold no stack of the system. */
    private static List<String> threadNames() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull) // ended between the two calls
                .map(ThreadInfo::getThreadName)
                .sorted()
                .toList();
    }

    private static int descriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return (int) open.count();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + DESCRIPTORS, e);
        }
    }

    private static String describe(ProcessHandle process) {
        return process.pid() + " " + process.info().commandLine().orElse("(unknown)");
    }

    @Override
    public String toString() {
        return pooled + " pooled and " + threads.size() + " other threads, " + files + " files, " + children.size()
                + " children, " + heapMegabytes + " MB";
    }
}

package dev.agentloop.sandbox.spi.support;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/**
 * Kills a process with its descendants by walking parent links. A descendant that left the tree (double fork) is not found
 * this way; only a process namespace, a job or a control group can do that.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ProcessTree {
    /** A tree that still grows after so many rounds forks faster than it can be walked. */
    private static final int MAX_ROUNDS = 20;

    private ProcessTree() {}

    /** Kills and waits until all of it has ended, at most for the given time. */
    public static void kill(ProcessHandle root, Duration atMost) {
        Set<ProcessHandle> seen = new LinkedHashSet<>();
        root.descendants().forEach(seen::add);
        // First the root: while its children end it could start others, or report their end as its own success.
        root.destroyForcibly();
        Set<ProcessHandle> next = Set.copyOf(seen);
        for (int round = 0; !next.isEmpty() && round < MAX_ROUNDS; round++) {
            Set<ProcessHandle> found = new LinkedHashSet<>();
            next.forEach(handle -> handle.descendants().forEach(found::add));
            next.forEach(ProcessHandle::destroyForcibly);
            found.removeAll(seen);
            seen.addAll(found);
            next = found;
        }
        seen.add(root);
        CompletableFuture<?>[] ends = seen.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends)
                    .completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException neverHappens) {
            throw new IllegalStateException("Waiting for killed processes failed", neverHappens);
        }
    }
}

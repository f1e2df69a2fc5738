package dev.agentloop.sandbox.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * What a probe may know and use.
 *
 * @param untrusted folders whose content must not be executed by the probe, such as the workspace
 * @param timeout how long the probe may take
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ProbeContext(List<Path> untrusted, Duration timeout) {
    /** A probe runs a few programs that end at once; on a busy machine each may wait for seconds. */
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public ProbeContext {
        untrusted = List.copyOf(untrusted);
        Objects.requireNonNull(timeout, "timeout");
    }

    /** No untrusted folder is known; ten seconds. */
    public static ProbeContext ofDefaults() {
        return new ProbeContext(List.of(), DEFAULT_TIMEOUT);
    }

    /** Nothing in the workspace is trusted; ten seconds. */
    public static ProbeContext forWorkspace(Path workspace) {
        return new ProbeContext(List.of(workspace), DEFAULT_TIMEOUT);
    }
}

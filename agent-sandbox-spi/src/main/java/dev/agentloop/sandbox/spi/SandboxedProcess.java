package dev.agentloop.sandbox.spi;

import dev.agentloop.tool.RunningCommand;
import org.apiguardian.api.API;

/** A started process with all its descendants. Thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SandboxedProcess extends RunningCommand {
    /** The process id on the host of what was started; that of a wrapper, where there is one. */
    long pid();

    /**
     * Waits for the end.
     *
     * @return the exit code, 128 + n after signal n
     * @throws InterruptedException when the waiting thread is interrupted; the process goes on
     */
    int waitFor() throws InterruptedException;

    /** Whether it was killed because its time was over. */
    boolean timedOut();
}

package dev.agentloop.sandbox.spi.support;

import dev.agentloop.sandbox.spi.SandboxedProcess;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process of a session, with the way its session kills processes. */
final class ManagedProcess implements SandboxedProcess {
    /** Cleaning up is a few system calls; a longer wait would only hide an error. */
    private static final Duration CLEAN_UP_WAIT = Duration.ofSeconds(2);

    private final Process process;
    private final Consumer<Process> killer;
    private final CompletableFuture<Void> cleanedUp = new CompletableFuture<>();
    private volatile boolean timedOut;

    ManagedProcess(Process process, Consumer<Process> killer) {
        this.process = process;
        this.killer = killer;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return process.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return process.getErrorStream();
    }

    @Override
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public int waitFor() throws InterruptedException {
        int exitCode = process.waitFor();
        awaitCleanUp(CLEAN_UP_WAIT);
        return exitCode;
    }

    @Override
    public boolean waitFor(Duration time) throws InterruptedException {
        boolean ended = process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        if (ended) {
            awaitCleanUp(CLEAN_UP_WAIT);
        }
        return ended;
    }

    @Override
    public boolean timedOut() {
        return timedOut;
    }

    @Override
    public void resize(int rows, int columns) {
        throw new UnsupportedOperationException("This terminal keeps the size it was started with");
    }

    /** The processes below are told: a wrapper at the root would answer by killing them. Alone, the root is told. */
    @Override
    public void terminate() {
        List<ProcessHandle> below = process.descendants().toList();
        if (below.isEmpty()) {
            process.destroy();
        } else {
            below.forEach(ProcessHandle::destroy);
        }
    }

    @Override
    public void kill() {
        killer.accept(process);
    }

    /** Sets what is done once at the end; a wait for the process includes it. */
    void whenEnded(Runnable cleanUp) {
        process.onExit().thenRun(cleanUp).whenComplete((nothing, failure) -> cleanedUp.complete(null));
    }

    void awaitCleanUp(Duration atMost) {
        cleanedUp
                .copy()
                .completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    void timeOut() {
        if (process.isAlive()) {
            timedOut = true;
            kill();
        }
    }
}

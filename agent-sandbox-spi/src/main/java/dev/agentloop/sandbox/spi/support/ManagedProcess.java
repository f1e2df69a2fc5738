package dev.agentloop.sandbox.spi.support;

import dev.agentloop.sandbox.spi.SandboxedProcess;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process of a session, with the way its session kills processes. */
final class ManagedProcess implements SandboxedProcess {
    private final Process process;
    private final Consumer<Process> killer;
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
        return process.waitFor();
    }

    @Override
    public boolean waitFor(Duration time) throws InterruptedException {
        return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean timedOut() {
        return timedOut;
    }

    @Override
    public void resize(int rows, int columns) {
        throw new UnsupportedOperationException("This terminal keeps the size it was started with");
    }

    @Override
    public void kill() {
        killer.accept(process);
    }

    void onExit(Runnable action) {
        process.onExit().thenRun(action);
    }

    void timeOut() {
        if (process.isAlive()) {
            timedOut = true;
            kill();
        }
    }
}

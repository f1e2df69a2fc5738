package dev.agentloop.sandbox.spi.support;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/**
 * One long-lived platform thread that starts every process of a session and ends those whose time is over.
 *
 * <p>On Linux a parent-death signal is tied to the thread that started the process, not to the JVM. A pooled or virtual
 * thread ends some time after its work, and the command would be killed with it, seemingly at random. This thread lives
 * until {@link #close}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SpawnerThread implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    /** Starts the thread under the given name. */
    public SpawnerThread(String name) {
        this.executor = new ScheduledThreadPoolExecutor(1, task -> DaemonThreads.create(name, task));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.prestartCoreThread();
    }

    /**
     * Starts a process on the thread and waits until it runs. An interrupt is kept for later: a start takes milliseconds,
     * and leaving in the middle would lose the process.
     *
     * @throws IOException if the operating system refuses
     * @throws IllegalStateException after {@link #close}
     */
    public Process start(ProcessBuilder builder) throws IOException {
        Future<Process> started;
        try {
            started = executor.submit(builder::start);
        } catch (RejectedExecutionException closed) {
            throw new IllegalStateException("The sandbox session is closed; open a new one", closed);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return started.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException refused) {
                throw refused;
            }
            throw new IOException("Starting " + builder.command().get(0) + " failed", failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs an action later on the thread; it must be short. Forgotten when the thread is closed before. */
    public Future<?> schedule(Runnable action, Duration delay) {
        return executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the thread; processes with a parent-death signal end with it. */
    @Override
    public void close() {
        executor.shutdown();
    }
}

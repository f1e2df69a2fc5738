package dev.agentloop.runtime.concurrent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs turns and tool calls: each on a virtual thread where the JDK has them, else on a cached platform thread, or on
 * threads of the application's factory. Owned and closed by the agent.
 */
public final class TurnThreads implements AutoCloseable {
    private static final Optional<ThreadFactory> VIRTUAL = virtualThreads();

    private final Optional<ThreadFactory> perTask;
    private final Optional<ExecutorService> pool;

    private TurnThreads(Optional<ThreadFactory> perTask, Optional<ExecutorService> pool) {
        this.perTask = perTask;
        this.pool = pool;
    }

    /** Virtual threads where the JDK has them, else a pool of platform threads. */
    public static TurnThreads ofDefaults() {
        return VIRTUAL.isPresent()
                ? new TurnThreads(VIRTUAL, Optional.empty())
                : new TurnThreads(Optional.empty(), Optional.of(platformPool()));
    }

    /** A new thread of this factory for each task. */
    public static TurnThreads of(ThreadFactory factory) {
        return new TurnThreads(Optional.of(factory), Optional.empty());
    }

    /**
     * Runs a task on a thread of its own.
     *
     * @throws IllegalStateException when the application's factory gave no thread, or after {@link #close()}
     */
    public void start(Runnable task) {
        if (pool.isPresent()) {
            try {
                pool.get().execute(task);
            } catch (java.util.concurrent.RejectedExecutionException e) {
                throw new IllegalStateException("The agent is closed; it starts no more work", e);
            }
            return;
        }
        Thread thread = perTask.orElseThrow().newThread(task);
        if (thread == null) {
            throw new IllegalStateException(
                    "The ThreadFactory given to Agent.Builder.threads returned null instead of a thread");
        }
        thread.start();
    }

    @Override
    public void close() {
        pool.ifPresent(ExecutorService::shutdown);
    }

    /** A platform thread that does not keep the JVM alive; not started yet. */
    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static ExecutorService platformPool() {
        AtomicLong number = new AtomicLong();
        ThreadFactory daemons = task -> daemon("agentloop-" + number.incrementAndGet(), task);
        // Idle threads end after ten seconds, so a closed or idle agent holds none.
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
    }

    /** {@code Thread.ofVirtual().name("agentloop-", 1).factory()}, which JDK 17 does not have. */
    private static Optional<ThreadFactory> virtualThreads() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
            Method name = builder.getMethod("name", String.class, long.class);
            Object named = name.invoke(virtual, "agentloop-", 1L);
            return Optional.of((ThreadFactory) builder.getMethod("factory").invoke(named));
        } catch (ClassNotFoundException | NoSuchMethodException absent) {
            return Optional.empty(); // JDK 17 to 20
        } catch (InvocationTargetException | IllegalAccessException | UnsupportedOperationException preview) {
            return Optional.empty(); // JDK 19 and 20 without --enable-preview
        }
    }
}

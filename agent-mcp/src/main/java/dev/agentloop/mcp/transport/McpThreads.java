package dev.agentloop.mcp.transport;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The one place of this module that creates threads. They never keep the JVM alive. */
public final class McpThreads implements Executor, AutoCloseable {
    private final AtomicInteger created = new AtomicInteger();
    private final ExecutorService tasks = Executors.newCachedThreadPool(this::thread);

    /** Runs a task on a thread of its own. */
    @Override
    public void execute(Runnable task) {
        tasks.execute(task);
    }

    /** The threads as libraries want them; closed here only. */
    ExecutorService executorService() {
        return tasks;
    }

    public <T> Future<T> submit(Callable<T> task) {
        return tasks.submit(task);
    }

    /** Takes no more tasks; those that run end by themselves, when the servers they read from have ended. */
    @Override
    public void close() {
        tasks.shutdown();
    }

    private Thread thread(Runnable body) {
        Thread thread = new Thread(body, "agentloop-mcp-" + created.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}

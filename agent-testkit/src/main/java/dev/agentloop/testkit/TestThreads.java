package dev.agentloop.testkit;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apiguardian.api.API;

/** The module's only owner of threads. They are daemons, so that a test that forgets to close still ends. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TestThreads {
    private TestThreads() {}

    /** Daemon threads with this name and a number. */
    public static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}

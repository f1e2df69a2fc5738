package dev.agentloop.sandbox.spi.support;

/** The one place of this module that creates threads. */
final class DaemonThreads {
    private DaemonThreads() {}

    /** A thread that does not keep the JVM alive; not started yet. */
    static Thread create(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }
}

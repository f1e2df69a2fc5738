package dev.agentloop.tools.shell;

/** Where this module makes threads: daemons that end with the streams they serve. */
final class ShellThreads {

    private ShellThreads() {}

    static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, "agentloop-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}

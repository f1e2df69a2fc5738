package dev.agentloop.sandbox.linux.escape;

/** A secret that the process of the attempts has in its environment, and that no command may see. */
final class Canary {
    static final String START = "canary-do-not-leak-";
    static final String VARIABLE = "OPENAI_API_KEY";

    private Canary() {}

    static String value() {
        return START + ProcessHandle.current().pid();
    }
}

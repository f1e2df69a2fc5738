package dev.agentloop.runtime.loop;

/** Makes ids. The loop draws no random number itself, so a durable engine can replay it. */
public interface IdSource {
    /** A new id, unique in the process and ordered by time, such as {@code turn_0199…}. */
    String next(String prefix);
}

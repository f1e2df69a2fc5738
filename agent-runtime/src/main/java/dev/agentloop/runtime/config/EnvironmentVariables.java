package dev.agentloop.runtime.config;

import org.jspecify.annotations.Nullable;

/** The only place of the runtime that reads the process's environment. */
public final class EnvironmentVariables {
    private EnvironmentVariables() {}

    /** The variable's value, or null when it is not set. */
    public static @Nullable String get(String name) {
        return System.getenv(name);
    }
}

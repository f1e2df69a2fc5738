package dev.agentloop.runtime.tool;

import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.Optional;

/** Checks what the model sends to a tool and what a tool promises to the model. Thread-safe. */
public interface ToolChecks {
    /** What is wrong with the arguments, for the model; empty when nothing is. */
    Optional<String> arguments(ToolSpec spec, String argumentsJson);

    /** What is wrong with an output, for the model; empty when nothing is. */
    Optional<String> output(ToolSpec spec, ToolOutput output);

    /**
     * Does what the first check would have to wait for, about half a second of class loading. For a thread of its own while
     * the first response is awaited; later calls do nothing.
     */
    default void warmUp() {}
}

package dev.agentloop.cli;

import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import dev.agentloop.spi.AgentRuntimeProvider;
import java.io.PrintStream;

/** Prints one JSON document a line: every event, and what a command adds. Thread-safe. */
public final class JsonLines implements EventListener {
    private final PrintStream out;

    /** Prints to this stream. */
    public JsonLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void onEvent(AgentEvent event) {
        out.println(event.toJson());
    }

    /** Prints a value, usually a record with a version and a type. */
    public void value(Object value) {
        out.println(AgentRuntimeProvider.current().valueToJson(value));
    }
}

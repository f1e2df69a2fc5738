package dev.agentloop.runtime.tool;

import dev.agentloop.tool.ToolHandler;
import java.util.Optional;

/** Finds tools by the name the model uses. */
public interface ToolLookup {
    /** The tool of this name. */
    Optional<ToolHandler> find(String name);

    /** What the model is told about a name that is no tool's. */
    String unknown(String name);
}

package dev.agentloop.tool;

import java.util.Optional;
import java.util.Set;

/** The value behind {@link ToolSpec.Builder}. */
record DeclaredToolSpec(
        String name,
        String description,
        JsonSchema inputSchema,
        Optional<JsonSchema> outputSchema,
        Optional<String> grammar,
        Set<Trait> traits,
        boolean strict)
        implements ToolSpec {}

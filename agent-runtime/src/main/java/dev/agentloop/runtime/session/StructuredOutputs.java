package dev.agentloop.runtime.session;

import dev.agentloop.tool.JsonSchema;
import java.util.Optional;

/** Schemas and checks of structured answers. Thread-safe. */
public interface StructuredOutputs {
    /** The schema a model is asked to follow for a type. */
    JsonSchema schemaOf(Class<?> type);

    /** What is wrong with an answer; empty when nothing is. */
    Optional<String> problem(JsonSchema schema, String json);
}

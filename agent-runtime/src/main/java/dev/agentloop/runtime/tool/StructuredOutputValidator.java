package dev.agentloop.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.Objects;
import java.util.Optional;

/** Checks structured outputs: of tools that promise a schema, and of a turn that was asked for one. Thread-safe. */
public final class StructuredOutputValidator {
    private final SchemaValidator validator;

    /** A validator that compiles schemas in another one's cache. */
    public StructuredOutputValidator(SchemaValidator validator) {
        this.validator = Objects.requireNonNull(validator, "validator");
    }

    /**
     * What is wrong with a tool's output; empty when it fits, when the tool promises nothing, and for a failed output,
     * which may look as it likes.
     */
    public Optional<String> problem(ToolSpec tool, ToolOutput output) {
        if (tool.outputSchema().isEmpty() || output.failed()) {
            return Optional.empty();
        }
        String start = "The output of tool '" + tool.name() + "' does not fit its output schema:\n";
        if (output.structuredJson().isEmpty()) {
            return Optional.of(start + "- $: it has no structured part");
        }
        return problem(tool.outputSchema().get(), output.structuredJson().get()).map(start::concat);
    }

    /** What is wrong with a JSON text, one line for each finding; empty when it fits. */
    public Optional<String> problem(JsonSchema schema, String json) {
        try {
            JsonNode document = Json.tree(json);
            return Optional.of(validator.problems(schema, document)).filter(problems -> !problems.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.of("- $: " + e.getMessage());
        }
    }
}

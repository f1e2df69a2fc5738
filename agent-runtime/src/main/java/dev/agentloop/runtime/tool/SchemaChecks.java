package dev.agentloop.runtime.tool;

import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Checks calls and outputs against the schemas of the tools. One for an agent. */
public final class SchemaChecks implements ToolChecks {
    private final SchemaValidator schemas = new SchemaValidator();
    private final ArgumentValidator arguments = new ArgumentValidator(schemas);
    private final StructuredOutputValidator outputs = new StructuredOutputValidator(schemas);
    private final AtomicBoolean warm = new AtomicBoolean();
    private final List<ToolSpec> tools;

    /** Checks for these tools; nothing is loaded yet. */
    public SchemaChecks(List<ToolSpec> tools) {
        this.tools = List.copyOf(tools);
    }

    @Override
    public Optional<String> arguments(ToolSpec spec, String argumentsJson) {
        return arguments.check(spec, argumentsJson).problem();
    }

    @Override
    public Optional<String> output(ToolSpec spec, ToolOutput output) {
        return outputs.problem(spec, output);
    }

    /** What is wrong with an answer that a schema was asked for; empty when nothing is. */
    public Optional<String> answer(JsonSchema schema, String json) {
        return outputs.problem(schema, json);
    }

    @Override
    public void warmUp() {
        if (!tools.isEmpty() && warm.compareAndSet(false, true)) {
            schemas.warmUp(tools.stream().map(ToolSpec::inputSchema).toList());
        }
    }
}

package dev.agentloop.runtime.tool;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.runtime.json.Defaults;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.runtime.json.SchemaFromType;
import dev.agentloop.tool.ToolArgumentException;
import org.jspecify.annotations.Nullable;

/** Turns the arguments of a call into Java values. What does not fit becomes an error that the model can act on. */
public final class ToolArguments {
    /** The schemas of types, for the defaults in them; goes with the type's class loader. */
    private static final ClassValue<JsonNode> SCHEMAS = new ClassValue<>() {
        @Override
        protected JsonNode computeValue(Class<?> type) {
            try {
                return Json.tree(SchemaFromType.of(type).json());
            } catch (AgentConfigurationException notDescribable) {
                return Json.object();
            }
        }
    };

    private ToolArguments() {}

    /**
     * The arguments as one value, with the defaults that the type's record components give.
     *
     * @throws ToolArgumentException naming the argument and what is wrong with it
     */
    public static <T> T bind(String argumentsJson, Class<T> type) {
        try {
            return Json.bind(Defaults.fill(SCHEMAS.get(type), Json.tree(argumentsJson)), type);
        } catch (IllegalArgumentException e) {
            throw new ToolArgumentException("The arguments do not fit. " + e.getMessage(), e);
        }
    }

    static JsonNode read(String argumentsJson, JsonNode schema) {
        try {
            JsonNode arguments = Json.tree(argumentsJson);
            if (!arguments.isObject()) {
                throw new ToolArgumentException("The arguments must be a JSON object");
            }
            return Defaults.fill(schema, arguments);
        } catch (IllegalArgumentException e) {
            throw new ToolArgumentException("The arguments cannot be read. " + e.getMessage(), e);
        }
    }

    static @Nullable Object bindMember(JsonNode arguments, String name, JavaType type) {
        try {
            return Json.bindMember(arguments, name, type);
        } catch (IllegalArgumentException e) {
            throw new ToolArgumentException("Argument '" + name + "' does not fit. " + e.getMessage(), e);
        }
    }
}

package dev.agentloop.tool;

import dev.agentloop.spi.AgentRuntimeProvider;
import java.lang.reflect.Type;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * A JSON Schema as text. Kept byte for byte as given, whatever its dialect, because the model sees it.
 *
 * @param json the schema document
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record JsonSchema(String json) {
    /** The schema of an object without properties. */
    public static final JsonSchema EMPTY_OBJECT =
            new JsonSchema("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");

    public JsonSchema {
        Objects.requireNonNull(json, "json");
    }

    /**
     * The schema of a Java type: records, enums, collections, maps with text keys, {@code Optional}, numbers, text,
     * dates.
     *
     * @throws dev.agentloop.AgentConfigurationException when the type cannot be described, naming the place
     */
    public static JsonSchema of(Type type) {
        return AgentRuntimeProvider.current().schemaOf(type);
    }

    @Override
    public String toString() {
        return json;
    }
}

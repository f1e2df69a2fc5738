package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts the default values of a schema made by {@link SchemaFromType} where a document gives none. */
public final class Defaults {
    private final JsonNode root;

    private Defaults(JsonNode root) {
        this.root = root;
    }

    /** The document with its defaults; the given one stays as it is. */
    public static JsonNode fill(JsonNode schema, JsonNode document) {
        JsonNode filled = document.deepCopy();
        new Defaults(schema).visit(schema, filled);
        return filled;
    }

    private void visit(JsonNode schema, JsonNode value) {
        String reference = schema.path("$ref").asText("");
        if (!reference.isEmpty()) {
            visit(root.at(reference.substring(1)), value);
        }
        schema.path("anyOf").forEach(branch -> visit(branch, value));
        if (value instanceof ObjectNode object) {
            schema.path("properties").properties().forEach(property -> {
                JsonNode fallback = property.getValue().get("default");
                if (fallback != null && !object.has(property.getKey())) {
                    object.set(property.getKey(), fallback);
                }
                visit(property.getValue(), object.path(property.getKey()));
            });
            if (schema.path("additionalProperties").isObject()) {
                object.forEach(member -> visit(schema.path("additionalProperties"), member));
            }
        } else if (value.isArray()) {
            value.forEach(element -> visit(schema.path("items"), element));
        }
    }
}

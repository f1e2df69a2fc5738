package dev.agentloop.runtime.model.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.tool.JsonSchema;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a schema may be sent as a strict one: the service then guarantees the answer's shape, but refuses schemas with
 * optional members or open objects.
 */
public final class StrictSchema {
    private static final Set<String> REFUSED = Set.of(
            "oneOf",
            "allOf",
            "not",
            "if",
            "then",
            "else",
            "dependentRequired",
            "dependentSchemas",
            "patternProperties",
            "propertyNames",
            "unevaluatedProperties",
            "prefixItems",
            "contains",
            "uniqueItems",
            "default");

    private StrictSchema() {}

    /** Whether a service takes this schema as a strict one. */
    public static boolean allows(JsonSchema schema) {
        try {
            JsonNode root = WireJson.tree(schema.json());
            return root.path("type").asText().equals("object") && isStrict(root);
        } catch (IOException notJson) {
            return false;
        }
    }

    private static boolean isStrict(JsonNode schema) {
        for (String keyword : REFUSED) {
            if (schema.has(keyword)) {
                return false;
            }
        }
        boolean object =
                schema.has("properties") || schema.path("type").toString().contains("\"object\"");
        return (!object || isClosed(schema))
                && allStrict(schema.path("properties"))
                && allStrict(schema.path("$defs"))
                && allStrict(schema.path("definitions"))
                && allStrict(schema.path("anyOf"))
                && (!schema.path("items").isObject() || isStrict(schema.path("items")));
    }

    private static boolean isClosed(JsonNode schema) {
        JsonNode open = schema.path("additionalProperties");
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        Set<String> all = new HashSet<>();
        schema.path("properties").fieldNames().forEachRemaining(all::add);
        return open.isBoolean() && !open.booleanValue() && required.equals(all);
    }

    private static boolean allStrict(JsonNode schemas) {
        for (JsonNode schema : schemas) {
            if (!isStrict(schema)) {
                return false;
            }
        }
        return true;
    }
}

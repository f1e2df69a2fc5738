package dev.agentloop.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.tool.JsonSchema;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Checks that a text is a JSON Schema that can be used, of whatever dialect, when an agent is built. It knows the form of
 * every keyword that validation acts on and ignores all others. It needs no validation library, because loading one costs
 * half a second that should not stand before the first request.
 */
final class SchemaCheck {
    private static final int MAX_CHARS = 1 << 20;

    private static final Set<String> TYPES =
            Set.of("array", "boolean", "integer", "null", "number", "object", "string");
    private static final Set<String> SCHEMAS = Set.of(
            "additionalProperties",
            "additionalItems",
            "unevaluatedProperties",
            "unevaluatedItems",
            "propertyNames",
            "contains",
            "contentSchema",
            "not",
            "if",
            "then",
            "else");
    private static final Set<String> LISTS_OF_SCHEMAS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> MAPS_OF_SCHEMAS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    private static final Set<String> COUNTS = Set.of(
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "minContains",
            "maxContains");
    private static final Set<String> TEXTS =
            Set.of("$ref", "$dynamicRef", "$recursiveRef", "$id", "$anchor", "$schema", "pattern", "format");

    private SchemaCheck() {}

    /**
     * Checks the schema of a tool's arguments.
     *
     * @throws IllegalArgumentException naming the place in the schema and the expected form
     */
    static void requireArguments(JsonSchema schema) {
        JsonNode root = parse(schema);
        if (!root.path("type").asText("").equals("object")) {
            throw wrong("/type", "the schema of arguments needs \"type\": \"object\"");
        }
        check(root);
    }

    /**
     * Checks the schema of an output.
     *
     * @throws IllegalArgumentException naming the place in the schema and the expected form
     */
    static void requireOutput(JsonSchema schema) {
        check(parse(schema));
    }

    private static JsonNode parse(JsonSchema schema) {
        if (schema.json().length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "it has " + schema.json().length() + " characters, more than " + MAX_CHARS);
        }
        JsonNode root = Json.tree(schema.json());
        if (!root.isObject()) {
            throw wrong("", "a schema must be an object");
        }
        return root;
    }

    private static void check(JsonNode root) {
        check("", root);
        new SchemaReferences(root).check();
    }

    private static void check(String at, JsonNode schema) {
        if (schema.isBoolean()) {
            return;
        }
        require(at, schema, JsonNode::isObject, "a schema must be an object or a boolean");
        schema.properties()
                .forEach(entry -> keyword(at + "/" + escape(entry.getKey()), entry.getKey(), entry.getValue()));
    }

    private static void keyword(String at, String keyword, JsonNode value) {
        if (SCHEMAS.contains(keyword)) {
            check(at, value);
        } else if (keyword.equals("items")) {
            if (value.isArray()) {
                elements(at, value, SchemaCheck::check);
            } else {
                check(at, value);
            }
        } else if (LISTS_OF_SCHEMAS.contains(keyword)) {
            require(at, value, node -> node.isArray() && !node.isEmpty(), "must be a list of at least one schema");
            elements(at, value, SchemaCheck::check);
        } else if (MAPS_OF_SCHEMAS.contains(keyword)) {
            members(at, value, SchemaCheck::check);
        } else if (keyword.equals("dependencies")) {
            members(at, value, (place, member) -> {
                if (!member.isArray()) {
                    check(place, member);
                }
            });
        } else {
            value(at, keyword, value);
        }
    }

    private static void value(String at, String keyword, JsonNode value) {
        if (keyword.equals("type")) {
            if (value.isArray()) {
                elements(at, value, SchemaCheck::type);
            } else {
                type(at, value);
            }
        } else if (keyword.equals("required")) {
            require(at, value, JsonNode::isArray, "must be a list of property names");
            elements(at, value, (place, name) -> require(place, name, JsonNode::isTextual, "must be a property name"));
        } else if (keyword.equals("enum")) {
            require(at, value, JsonNode::isArray, "must be a list of values");
        } else if (COUNTS.contains(keyword)) {
            require(at, value, node -> node.isIntegralNumber() && node.longValue() >= 0, "must be a number from 0");
        } else if (keyword.equals("minimum") || keyword.equals("maximum")) {
            require(at, value, JsonNode::isNumber, "must be a number");
        } else if (keyword.equals("exclusiveMinimum") || keyword.equals("exclusiveMaximum")) {
            require(at, value, node -> node.isNumber() || node.isBoolean(), "must be a number");
        } else if (keyword.equals("multipleOf")) {
            require(at, value, node -> node.isNumber() && node.decimalValue().signum() > 0, "must be above 0");
        } else if (TEXTS.contains(keyword)) {
            require(at, value, JsonNode::isTextual, "must be a text");
        }
    }

    private static void type(String at, JsonNode value) {
        require(
                at,
                value,
                node -> TYPES.contains(node.asText("")),
                "must be one of " + TYPES.stream().sorted().toList());
    }

    private static void elements(String at, JsonNode list, BiConsumer<String, JsonNode> check) {
        for (int i = 0; i < list.size(); i++) {
            check.accept(at + "/" + i, list.get(i));
        }
    }

    private static void members(String at, JsonNode map, BiConsumer<String, JsonNode> check) {
        require(at, map, ObjectNode.class::isInstance, "must be an object");
        map.properties().forEach(entry -> check.accept(at + "/" + escape(entry.getKey()), entry.getValue()));
    }

    private static void require(String at, JsonNode node, Predicate<JsonNode> form, String expected) {
        if (!form.test(node)) {
            String found = node.toString();
            throw wrong(at, expected + ", found " + (found.length() > 60 ? found.substring(0, 60) + "…" : found));
        }
    }

    private static IllegalArgumentException wrong(String at, String problem) {
        return new IllegalArgumentException("at " + (at.isEmpty() ? "its root" : at) + ": " + problem);
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}

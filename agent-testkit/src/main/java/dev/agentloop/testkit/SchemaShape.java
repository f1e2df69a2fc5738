package dev.agentloop.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Finds what is wrong with the JSON Schema of a tool, as far as keywords have the wrong kind of value. Unknown keywords
 * are legal, as the standard says.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SchemaShape {
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");
    private static final Set<String> SCHEMAS = Set.of(
            "items",
            "additionalProperties",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
            "unevaluatedProperties",
            "unevaluatedItems");
    private static final Set<String> SCHEMA_MAPS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    private static final Set<String> SCHEMA_LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final Set<String> TEXTS =
            Set.of("$schema", "$id", "$ref", "$comment", "title", "description", "pattern", "format");
    private static final Set<String> NUMBERS =
            Set.of("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "multipleOf");

    private final List<String> problems = new ArrayList<>();

    private SchemaShape() {}

    /** What is wrong with a schema, each with its place; empty when nothing is. */
    public static List<String> problems(String schemaJson) {
        SchemaShape shape = new SchemaShape();
        try {
            shape.schema("", Json.MAPPER.readTree(schemaJson));
        } catch (JsonProcessingException e) {
            shape.problems.add("not JSON: " + e.getOriginalMessage());
        }
        return List.copyOf(shape.problems);
    }

    /** As {@link #problems}, for the arguments of a tool, which are always an object. */
    public static List<String> problemsOfArguments(String schemaJson) {
        List<String> problems = new ArrayList<>(problems(schemaJson));
        if (problems.isEmpty()
                && !Json.parseObject(schemaJson).path("type").asText().equals("object")) {
            problems.add("the type of arguments must be \"object\"");
        }
        return problems;
    }

    private void schema(String at, JsonNode schema) {
        if (schema.isBoolean()) {
            return;
        }
        if (!schema.isObject()) {
            problems.add(at + ": neither an object nor a boolean");
            return;
        }
        schema.fieldNames().forEachRemaining(keyword -> keyword(at + "/" + keyword, keyword, schema.get(keyword)));
        required(at, schema);
    }

    private void keyword(String at, String keyword, JsonNode value) {
        if (SCHEMAS.contains(keyword)) {
            schema(at, value);
        } else if (SCHEMA_MAPS.contains(keyword)) {
            check(at, value.isObject(), "an object");
            value.fieldNames().forEachRemaining(name -> schema(at + "/" + name, value.get(name)));
        } else if (SCHEMA_LISTS.contains(keyword)) {
            check(at, value.isArray() && !value.isEmpty(), "a list of schemas");
            for (int i = 0; i < value.size(); i++) {
                schema(at + "/" + i, value.get(i));
            }
        } else if (keyword.equals("type")) {
            type(at, value);
        } else if (keyword.equals("enum")) {
            check(at, value.isArray(), "a list");
        } else if (TEXTS.contains(keyword)) {
            check(at, value.isTextual(), "a text");
        } else if (NUMBERS.contains(keyword)) {
            check(at, value.isNumber(), "a number");
        }
    }

    private void type(String at, JsonNode value) {
        if (value.isArray()) {
            value.forEach(one -> check(at, TYPES.contains(one.asText()), "one of " + TYPES));
        } else {
            check(at, TYPES.contains(value.asText()), "one of " + TYPES);
        }
    }

    private void required(String at, JsonNode schema) {
        JsonNode required = schema.path("required");
        if (required.isMissingNode()) {
            return;
        }
        check(at + "/required", required.isArray(), "a list of names");
        for (JsonNode name : required) {
            check(at + "/required", name.isTextual(), "a list of names");
            if (schema.path("additionalProperties").isBoolean()
                    && !schema.path("additionalProperties").asBoolean()) {
                check(
                        at + "/required",
                        schema.path("properties").has(name.asText()) || schema.has("patternProperties"),
                        "a list of allowed properties, but has " + name);
            }
        }
    }

    private void check(String at, boolean right, String expected) {
        if (!right) {
            problems.add(at + ": should be " + expected);
        }
    }
}

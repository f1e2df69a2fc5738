package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.tool.JsonSchema;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the JSON Schema of Java types: records, enums, collections, arrays, maps with text keys, {@code Optional},
 * numbers, text, dates and times. One instance makes one document and is not thread-safe.
 *
 * <p>Members keep the order of the source, records that stand in more than one place or contain themselves go to
 * {@code $defs}, and objects take no other properties. In strict mode every property is required, optional ones may be
 * null, and only what services accept in that mode is used.
 */
public final class SchemaFromType {
    private static final int MAX_RECORDS = 500;

    private static final String DESCRIBABLE = "use a record, an enum, a collection, an array, a map with text keys,"
            + " Optional, text, a number, a boolean, a date or time, a UUID, a URI or a Path";

    private final boolean strict;
    private final Map<JavaType, Integer> uses = new HashMap<>();
    private final Map<JavaType, String> names = new HashMap<>();
    private final Map<String, ObjectNode> definitions = new LinkedHashMap<>();

    private SchemaFromType(boolean strict) {
        this.strict = strict;
    }

    /**
     * The schema of one type.
     *
     * @throws AgentConfigurationException when the type cannot be described, naming the place
     */
    public static JsonSchema of(Type type) {
        return new SchemaFromType(false).document(type);
    }

    /**
     * The schema of one type for services that hold the model to it strictly.
     *
     * @throws AgentConfigurationException when the type cannot be described in that mode, naming the place
     */
    public static JsonSchema strict(Type type) {
        return new SchemaFromType(true).document(type);
    }

    /**
     * The schema of an object with these properties.
     *
     * @throws AgentConfigurationException when a type cannot be described, or two properties have one name
     */
    public static JsonSchema of(List<SchemaMember> members) {
        SchemaFromType schema = new SchemaFromType(false);
        members.forEach(member -> schema.countUses(member.type(), member.place()));
        return schema.finish(schema.object(members));
    }

    private JsonSchema document(Type type) {
        JavaType resolved = Json.type(type);
        String place = resolved.getRawClass().getSimpleName();
        countUses(resolved, place);
        if (resolved.getRawClass().isRecord() && uses.getOrDefault(resolved, 0) > 1) {
            names.put(resolved, "");
        }
        return finish(
                resolved.getRawClass().isRecord() ? object(components(resolved, place)) : describe(resolved, place));
    }

    private JsonSchema finish(ObjectNode root) {
        if (!definitions.isEmpty()) {
            root.putObject("$defs").setAll(definitions);
        }
        return new JsonSchema(Json.write(root));
    }

    private ObjectNode object(List<SchemaMember> members) {
        ObjectNode node = Json.object().put("type", "object");
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = Json.array();
        for (SchemaMember member : members) {
            if (properties.has(member.name())) {
                throw new AgentConfigurationException(
                        member.place() + ": there are two properties with the name '" + member.name() + "'");
            }
            properties.set(member.name(), property(member));
            if (strict || member.required()) {
                required.add(member.name());
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        return node.put("additionalProperties", false);
    }

    private ObjectNode property(SchemaMember member) {
        ObjectNode node = describe(member.type(), member.place());
        if (member.nullable() || (strict && !member.required())) {
            node = orNull(node);
        }
        if (!member.description().isEmpty()) {
            if (strict && node.has("$ref")) {
                node = anyOf(node);
            }
            node.put("description", member.description());
        }
        if (!strict && member.defaultValue().isPresent()) {
            node.set("default", member.defaultValue().get());
        }
        return node;
    }

    private ObjectNode describe(JavaType type, String place) {
        Class<?> raw = type.getRawClass();
        ObjectNode scalar = ScalarSchemas.of(raw, strict).orElse(null);
        if (scalar != null) {
            return scalar;
        }
        if (OptionalTypes.content(type).isPresent()) {
            return orNull(describe(OptionalTypes.content(type).get(), place));
        }
        if (raw.isEnum()) {
            return enumeration(raw);
        }
        if (raw.isRecord()) {
            return uses.getOrDefault(type, 0) > 1 ? reference(type, place) : object(components(type, place));
        }
        if (type.isArrayType() || type.isCollectionLikeType()) {
            ObjectNode node = Json.object().put("type", "array");
            node.set("items", describe(type.getContentType(), place + ", element"));
            return Set.class.isAssignableFrom(raw) && !strict ? node.put("uniqueItems", true) : node;
        }
        if (type.isMapLikeType() && type.getKeyType().hasRawClass(String.class) && !strict) {
            ObjectNode node = Json.object().put("type", "object");
            node.set("additionalProperties", describe(type.getContentType(), place + ", value"));
            return node;
        }
        if (raw == Object.class && !strict) {
            return Json.object();
        }
        throw cannotDescribe(type, place);
    }

    private AgentConfigurationException cannotDescribe(JavaType type, String place) {
        String message = place + ": type " + type.toCanonical() + " cannot be described as JSON";
        if (strict && (type.isMapLikeType() || type.hasRawClass(Object.class))) {
            return new AgentConfigurationException(
                    message + " in strict mode, which wants every property named; use a record");
        }
        if (type.isMapLikeType()) {
            return new AgentConfigurationException(message + ": the keys of a map must be String");
        }
        return new AgentConfigurationException(message + "; " + DESCRIBABLE);
    }

    private static ObjectNode enumeration(Class<?> type) {
        ObjectNode node = Json.object().put("type", "string");
        ArrayNode values = node.putArray("enum");
        for (Object constant : type.getEnumConstants()) {
            values.add(Json.toTree(constant));
        }
        return node;
    }

    private ObjectNode reference(JavaType type, String place) {
        String name = names.get(type);
        if (name == null) {
            name = freeName(type);
            names.put(type, name);
            definitions.put(name, Json.object());
            definitions.put(name, object(components(type, place)));
        }
        return Json.object().put("$ref", name.isEmpty() ? "#" : "#/$defs/" + name);
    }

    private String freeName(JavaType type) {
        StringBuilder simple = new StringBuilder(type.getRawClass().getSimpleName());
        for (JavaType argument : type.getBindings().getTypeParameters()) {
            simple.append("Of").append(argument.getRawClass().getSimpleName().replaceAll("[^A-Za-z0-9_]", "_"));
        }
        String name = simple.toString();
        for (int i = 2; names.containsValue(name); i++) {
            name = simple + "" + i;
        }
        return name;
    }

    private static ObjectNode orNull(ObjectNode node) {
        JsonNode type = node.path("type");
        if (type.isTextual()) {
            node.putArray("type").add(type).add("null");
            if (node.get("enum") instanceof ArrayNode values) {
                values.addNull();
            }
            return node;
        }
        if (node.isEmpty() || type.isArray()) {
            return node;
        }
        ObjectNode either = anyOf(node);
        either.withArray("anyOf").addObject().put("type", "null");
        return either;
    }

    private static ObjectNode anyOf(ObjectNode node) {
        ObjectNode either = Json.object();
        either.putArray("anyOf").add(node);
        return either;
    }

    /** Counts in how many places each record stands; one that contains itself counts at least twice. */
    private void countUses(JavaType type, String place) {
        if (uses.size() > MAX_RECORDS) {
            throw new AgentConfigurationException(place + ": more than " + MAX_RECORDS
                    + " record types are reached; is there a generic record that contains ever new types of itself?");
        }
        if (type.getRawClass().isRecord()) {
            if (uses.merge(type, 1, Integer::sum) == 1) {
                components(type, place).forEach(member -> countUses(member.type(), member.place()));
            }
        } else if (OptionalTypes.content(type).isPresent()) {
            countUses(OptionalTypes.content(type).get(), place);
        } else if (type.getContentType() != null) {
            countUses(type.getContentType(), place);
        }
    }

    private static List<SchemaMember> components(JavaType type, String place) {
        ReflectionAccess.requireRecord(type.getRawClass(), place);
        List<SchemaMember> members = new ArrayList<>();
        for (RecordComponent component : type.getRawClass().getRecordComponents()) {
            JavaType resolved = Json.types().resolveMemberType(component.getGenericType(), type.getBindings());
            members.add(SchemaMember.of(component, resolved, place));
        }
        return members;
    }
}

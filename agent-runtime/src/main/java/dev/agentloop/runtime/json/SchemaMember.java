package dev.agentloop.runtime.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.tool.Tool;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One property of an object schema, made from a parameter of a tool method or from a component of a record.
 *
 * @param name the name in JSON
 * @param type the Java type, inside {@code Optional} when it was one
 * @param description for the model; may be empty
 * @param required whether it must be given
 * @param nullable whether null may be given
 * @param defaultValue what stands for a missing value
 * @param place where it stands in the Java source, for messages
 */
public record SchemaMember(
        String name,
        JavaType type,
        String description,
        boolean required,
        boolean nullable,
        Optional<JsonNode> defaultValue,
        String place) {

    /**
     * A parameter of a tool method.
     *
     * @param type its type with type variables resolved
     * @param method where it stands, such as {@code Calculator.add}
     * @throws AgentConfigurationException when it has no name, or cannot be left out although it says so
     */
    public static SchemaMember of(Parameter parameter, JavaType type, String method, int number) {
        Tool.@Nullable Param param = parameter.getAnnotation(Tool.Param.class);
        boolean named = param != null && !param.name().isEmpty();
        if (!named && !parameter.isNamePresent()) {
            throw new AgentConfigurationException(method + ", parameter " + number
                    + ": its name is not in the class file. Compile with -parameters (Maven: <parameters>true</parameters>"
                    + " for maven-compiler-plugin; Gradle: options.compilerArgs.add(\"-parameters\")) or give the name"
                    + " with @Tool.Param(name = \"...\")");
        }
        String name = named ? param.name() : parameter.getName();
        boolean nullable = hasNullable(parameter) || hasNullable(parameter.getAnnotatedType());
        return member(name, type, param, nullable, method + ", parameter '" + name + "'");
    }

    static SchemaMember of(RecordComponent component, JavaType type, String owner) {
        Tool.@Nullable Param param = component.getAnnotation(Tool.Param.class);
        String place = owner + ", component '" + component.getName() + "'";
        boolean nullable = hasNullable(component)
                || hasNullable(component.getAnnotatedType())
                || hasNullable(component.getAccessor());
        return member(nameOf(component, param), type, param, nullable, place);
    }

    private static String nameOf(RecordComponent component, Tool.@Nullable Param param) {
        if (param != null && !param.name().isEmpty()) {
            return param.name();
        }
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty() ? component.getName() : property.value();
    }

    private static SchemaMember member(
            String name, JavaType declared, Tool.@Nullable Param param, boolean marked, String place) {
        Optional<JavaType> content = OptionalTypes.content(declared);
        JavaType type = content.orElse(declared);
        boolean nullable = marked || content.isPresent();
        Optional<JsonNode> fallback = param == null || param.defaultValue().isEmpty()
                ? Optional.empty()
                : Optional.of(defaultValue(param.defaultValue(), type, place));
        boolean required = !nullable && fallback.isEmpty() && (param == null || param.required());
        if (!required && fallback.isEmpty() && declared.isPrimitive()) {
            throw new AgentConfigurationException(
                    place + ": type " + declared.getRawClass().getName()
                            + " has no value for \"not given\"; add a defaultValue, or use Optional or the boxed type");
        }
        return new SchemaMember(
                name, type, param == null ? "" : param.description(), required, nullable, fallback, place);
    }

    /** The JSON that the text is, when it is JSON of the right type; else the text itself. */
    private static JsonNode defaultValue(String text, JavaType type, String place) {
        RuntimeException problem;
        try {
            JsonNode json = Json.tree(text);
            Json.bind(json, type);
            return json;
        } catch (IllegalArgumentException e) {
            problem = e;
        }
        try {
            Json.bind(TextNode.valueOf(text), type);
            return TextNode.valueOf(text);
        } catch (IllegalArgumentException e) {
            problem.addSuppressed(e);
            throw new AgentConfigurationException(
                    place + ": the default value '" + text + "' does not fit type " + type.toCanonical(), problem);
        }
    }

    private static boolean hasNullable(AnnotatedElement element) {
        return Stream.of(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }
}

package dev.agentloop.tools.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A call as the runtime makes it: arguments become records, missing ones empty Optionals. */
public record TestCall(String name, String argumentsJson) implements ToolCall {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public String callId() {
        return "call_1";
    }

    @Override
    public String input() {
        return tree().path("input").asText();
    }

    @Override
    public <T> T arguments(Class<T> type) {
        return type.cast(value(tree(), type));
    }

    private JsonNode tree() {
        try {
            return MAPPER.readTree(argumentsJson);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(JsonNode node, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(value(node, argument));
            }
            List<Object> values = new ArrayList<>();
            node.forEach(element -> values.add(value(element, argument)));
            return List.copyOf(values);
        }
        Class<?> raw = (Class<?>) type;
        return raw.isRecord() ? record(node, raw) : MAPPER.convertValue(node, raw);
    }

    private static Object record(JsonNode node, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Tool.Param param = components[i].getAnnotation(Tool.Param.class);
            types[i] = components[i].getType();
            values[i] = value(
                    node.path(param == null ? components[i].getName() : param.name()), components[i].getGenericType());
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Cannot make a " + type, e);
        }
    }
}

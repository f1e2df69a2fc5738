package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The records of an open interface and their names in JSON. A value is written as its name under {@code "type"} followed
 * by its components under their own names; empty components are left out.
 */
final class Kinds<T> {
    private static final List<String> FORMAT_MEMBERS = List.of("type", "version");

    private final String what;
    private final Map<String, Class<? extends T>> byName;
    private final Map<Class<?>, String> byClass = new HashMap<>();
    private final Function<T, ObjectNode> writeOther;
    private final BiFunction<String, ObjectNode, T> readOther;

    Kinds(
            String what,
            Map<String, Class<? extends T>> byName,
            Function<T, ObjectNode> writeOther,
            BiFunction<String, ObjectNode, T> readOther) {
        this.what = what;
        this.byName = byName;
        byName.forEach((name, type) -> byClass.put(type, name));
        this.writeOther = writeOther;
        this.readOther = readOther;
    }

    ObjectNode write(T value) {
        String name = byClass.get(value.getClass());
        if (name == null) {
            return writeOther.apply(value);
        }
        ObjectNode node = Json.object().put("type", name);
        RecordMembers.addTo(node, value);
        return node;
    }

    /** Writes a value of a kind that is not in the table, under a name of its own. */
    ObjectNode writeAs(String name, T value) {
        if (byName.containsKey(name)) {
            throw new IllegalArgumentException(value.getClass().getTypeName() + " calls its kind '" + name
                    + "', which is the name of " + byName.get(name).getTypeName() + ": use another name");
        }
        ObjectNode node = Json.object().put("type", name);
        ObjectNode members = Json.object();
        RecordMembers.addTo(members, value);
        for (String taken : FORMAT_MEMBERS) {
            if (members.has(taken)) {
                throw new IllegalArgumentException(value.getClass().getTypeName() + " has a component '" + taken
                        + "', which the format needs for itself: use another name");
            }
        }
        return node.setAll(members);
    }

    T read(JsonNode node) {
        if (!(node instanceof ObjectNode object) || !node.path("type").isTextual()) {
            throw new IllegalArgumentException("No " + what + ": an object with a text member \"type\" is expected");
        }
        String name = node.path("type").textValue();
        Class<? extends T> type = byName.get(name);
        return type == null ? readOther.apply(name, object) : Json.bindStored(node, type);
    }
}

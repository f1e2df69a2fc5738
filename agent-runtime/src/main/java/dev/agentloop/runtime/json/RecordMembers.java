package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/** Writes the components of a record as members of an object. */
final class RecordMembers {
    private RecordMembers() {}

    /** Adds the components that are not empty and whose name the object does not have yet. */
    static void addTo(ObjectNode node, Object value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException(
                    value.getClass().getTypeName() + " cannot be written as JSON: make it a record");
        }
        for (RecordComponent component : components) {
            if (!node.has(component.getName())) {
                JsonNode member = Json.toStoredTree(read(component.getAccessor(), value));
                if (!member.isNull()) {
                    node.set(component.getName(), member);
                }
            }
        }
    }

    private static Object read(Method accessor, Object value) {
        try {
            accessor.trySetAccessible();
            return accessor.invoke(value);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalArgumentException(
                    value.getClass().getTypeName() + " cannot be written as JSON: its component " + accessor.getName()
                            + " cannot be read (" + e + "); open its package to dev.agentloop.runtime",
                    e);
        }
    }
}

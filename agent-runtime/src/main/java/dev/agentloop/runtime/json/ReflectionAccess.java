package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentloop.AgentConfigurationException;
import java.lang.reflect.Modifier;

/** Tells early, and with the fix, that the module system will not let a type be read. */
final class ReflectionAccess {
    private ReflectionAccess() {}

    static void requireRecord(Class<?> type, String place) {
        Module reader = ObjectMapper.class.getModule();
        Module module = type.getModule();
        String name = type.getPackageName();
        boolean open = module.isOpen(name, reader) || (isPublic(type) && module.isExported(name, reader));
        if (!open) {
            throw new AgentConfigurationException(place + ": record " + type.getTypeName() + " cannot be read, because "
                    + module + " does not open its package. Add \"opens " + name + " to "
                    + (reader.isNamed() ? reader.getName() : "com.fasterxml.jackson.databind")
                    + ", dev.agentloop.runtime;\" to its module-info.java");
        }
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }
}

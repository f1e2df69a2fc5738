package dev.agentloop.runtime.tool;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolHandler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes tools of an object's annotated methods. They are ordered by name: the order in which reflection returns methods
 * changes between runs, and the order of tools is part of what a model service caches.
 */
public final class AnnotatedTools {
    private AnnotatedTools() {}

    /**
     * The tools of an object, ordered by name.
     *
     * @throws AgentConfigurationException when there is none, two have one name, or a signature cannot be described
     */
    public static List<ToolHandler> of(Object target) {
        if (target instanceof Class<?> type) {
            throw new AgentConfigurationException(type.getName() + " is a class; give an instance of it as tools");
        }
        Class<?> type = target.getClass();
        Map<String, Method> byName = new TreeMap<>();
        for (Method method : AnnotatedMethods.of(type)) {
            String given = method.getAnnotation(Tool.class).name();
            String name = given.isEmpty() ? method.getName() : given;
            Method other = byName.putIfAbsent(name, method);
            if (other != null) {
                List<Method> both = new ArrayList<>(List.of(method, other));
                both.sort(Comparator.comparing(Method::toString));
                throw new AgentConfigurationException("Two methods of " + type.getName() + " are tools with the name '"
                        + name + "': " + both.get(0) + " and " + both.get(1)
                        + ". Give one another name with @Tool(name = \"...\")");
            }
        }
        if (byName.isEmpty()) {
            throw new AgentConfigurationException("An object of " + type.getName()
                    + " was given as tools, but none of its methods is annotated with @Tool"
                    + " and it is no ToolHandler");
        }
        List<ToolHandler> tools = new ArrayList<>();
        byName.forEach((name, method) -> tools.add(MethodTool.of(name, method, target)));
        return List.copyOf(tools);
    }
}

package dev.agentloop.runtime.tool;

import com.fasterxml.jackson.databind.JavaType;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.tool.Tool;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds methods that are tools in a class, its superclasses and its interfaces, so that proxies work, whose own methods carry
 * no annotation. Of a method and those it overrides the most derived annotated declaration counts.
 */
final class AnnotatedMethods {
    private AnnotatedMethods() {}

    static Collection<Method> of(Class<?> type) {
        Map<Object, Method> found = new LinkedHashMap<>();
        for (Class<?> declaring : hierarchy(type)) {
            for (Method method : declaring.getDeclaredMethods()) {
                if (!method.isSynthetic() && method.isAnnotationPresent(Tool.class)) {
                    found.putIfAbsent(signature(method, type), method);
                }
            }
        }
        return found.values();
    }

    /** The types of the parameters, with the type variables of the declaring class as they are in the given subclass. */
    static List<JavaType> parameterTypes(Method method, Class<?> type) {
        return Arrays.stream(method.getGenericParameterTypes())
                .map(parameter -> Json.resolve(parameter, method.getDeclaringClass(), type))
                .toList();
    }

    /** What an overriding method has in common with the overridden one; a private or static method stands for itself. */
    private static Object signature(Method method, Class<?> type) {
        boolean own = Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers());
        if (own) {
            return method;
        }
        List<Object> signature = new ArrayList<>();
        signature.add(method.getName());
        parameterTypes(method, type).forEach(parameter -> signature.add(parameter.getRawClass()));
        return signature;
    }

    /** The class, its superclasses, then all interfaces, nearer ones first. */
    private static Set<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            all.add(next);
        }
        for (Class<?> next : List.copyOf(all)) {
            addInterfaces(next, all);
        }
        return all;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
        for (Class<?> next : type.getInterfaces()) {
            all.add(next);
            addInterfaces(next, all);
        }
    }
}

package dev.agentloop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A published event never changes: all that can be reached from {@code AgentEvent} is a value. */
class EventValuesTest {
    @Test
    void reachesRecordsEnumsAndReadOnlyInterfacesOnly() {
        Set<Class<?>> seen = new LinkedHashSet<>();
        List<String> violations = new ArrayList<>();
        Deque<Class<?>> open = new ArrayDeque<>();
        Modules.classes().stream()
                .filter(type -> type.getName().equals("dev.agentloop.event.AgentEvent"))
                .map(JavaClass::reflect)
                .forEach(open::add);
        while (!open.isEmpty()) {
            Class<?> type = open.remove();
            if (seen.add(type)) {
                violations.addAll(violationsOf(type));
                successors(type).forEach(open::add);
            }
        }
        assertThat(violations).isEmpty();
    }

    private static Stream<Class<?>> successors(Class<?> type) {
        Stream<Class<?>> implementations = Modules.classes().stream()
                .filter(Modules.in("agent-api"))
                .filter(candidate -> candidate.isAssignableTo(type))
                .<Class<?>>map(JavaClass::reflect)
                .filter(candidate -> candidate != type);
        return Stream.concat(
                implementations,
                readers(type)
                        .flatMap(reader -> rawTypes(reader.getGenericReturnType()))
                        .filter(reached -> reached.getName().startsWith("dev.agentloop.")));
    }

    private static List<String> violationsOf(Class<?> type) {
        List<String> violations = new ArrayList<>();
        if (!type.isRecord() && !type.isEnum() && !type.isInterface() && !isEnumConstantBody(type)) {
            violations.add(type.getName() + " is neither record, enum nor interface");
        }
        for (Method method : type.getDeclaredMethods()) {
            if (type.isInterface() && !isStatic(method) && method.getReturnType() == void.class) {
                violations.add(method + " looks like a setter");
            }
        }
        readers(type)
                .filter(reader -> rawTypes(reader.getGenericReturnType()).anyMatch(Class::isArray))
                .map(reader -> reader + " returns an array")
                .forEach(violations::add);
        return violations;
    }

    private static Stream<Method> readers(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 0 && !isStatic(method) && !method.isSynthetic());
    }

    private static Stream<Class<?>> rawTypes(Type type) {
        if (type instanceof Class<?> raw) {
            return Stream.of(raw);
        }
        if (type instanceof ParameterizedType generic) {
            return Stream.concat(
                    rawTypes(generic.getRawType()),
                    Arrays.stream(generic.getActualTypeArguments()).flatMap(EventValuesTest::rawTypes));
        }
        if (type instanceof WildcardType wildcard) {
            return Arrays.stream(wildcard.getUpperBounds()).flatMap(EventValuesTest::rawTypes);
        }
        return type instanceof GenericArrayType ? Stream.of(Object[].class) : Stream.of();
    }

    private static boolean isEnumConstantBody(Class<?> type) {
        return type.getSuperclass() != null && type.getSuperclass().isEnum();
    }

    private static boolean isStatic(Method method) {
        return Modifier.isStatic(method.getModifiers());
    }
}

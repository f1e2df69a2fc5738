package dev.agentloop.runtime.config;

import dev.agentloop.runtime.config.toml.TomlArray;
import dev.agentloop.runtime.config.toml.TomlScalar;
import dev.agentloop.runtime.config.toml.TomlTable;
import dev.agentloop.runtime.config.toml.TomlValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a key's value must be. */
final class ValueType {
    static final ValueType STRING = new ValueType("string", "a string", value -> isString(value) ? "" : null);
    static final ValueType BOOLEAN =
            new ValueType("boolean", "a boolean", value -> is(value, Boolean.class) ? "" : null);
    static final ValueType STRINGS = new ValueType("array of strings", "an array of strings", ValueType::strings);
    static final ValueType STRING_MAP = new ValueType("table of strings", "a table of strings", ValueType::stringMap);
    static final ValueType ANY = new ValueType("any", "a value", value -> "");

    private final String name;
    private final String expected;
    private final Function<TomlValue, @Nullable String> check;

    /** @param check null for another type, a message for a bad value, empty for a good one */
    private ValueType(String name, String expected, Function<TomlValue, @Nullable String> check) {
        this.name = name;
        this.expected = expected;
        this.check = check;
    }

    static ValueType integer(long min, long max) {
        return new ValueType("integer", "an integer", value -> {
            if (!is(value, Long.class)) {
                return null;
            }
            long number = (Long) ((TomlScalar) value).value();
            return number >= min && number <= max ? "" : number + " is not between " + min + " and " + max;
        });
    }

    /** A number of seconds, whole or not, of at most a day. */
    static ValueType seconds() {
        return new ValueType("seconds", "a number", value -> {
            if (!is(value, Long.class) && !is(value, Double.class)) {
                return null;
            }
            double seconds = ((Number) ((TomlScalar) value).value()).doubleValue();
            return seconds > 0 && seconds <= 86_400 ? "" : seconds + " is not between 0 and 86400 seconds";
        });
    }

    static ValueType oneOf(String... allowed) {
        List<String> values = List.of(allowed);
        return new ValueType(String.join(" \\| ", values), "a string", value -> {
            if (!isString(value)) {
                return null;
            }
            Object text = ((TomlScalar) value).value();
            return values.contains(text) ? "" : "'" + text + "' is not one of " + String.join(", ", values);
        });
    }

    /** What is wrong with a value; empty when nothing is. */
    Optional<String> problem(TomlValue value) {
        String problem = check.apply(value);
        if (problem == null) {
            return Optional.of("expected " + expected + ", found " + value.kind());
        }
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    /** For the documentation. */
    String documented() {
        return name;
    }

    private static boolean isString(TomlValue value) {
        return is(value, String.class);
    }

    private static boolean is(TomlValue value, Class<?> type) {
        return value instanceof TomlScalar scalar && type.isInstance(scalar.value());
    }

    private static @Nullable String strings(TomlValue value) {
        if (!(value instanceof TomlArray array)) {
            return null;
        }
        for (TomlValue each : array.values()) {
            if (!isString(each)) {
                return "expected only strings in the array, found " + each.kind();
            }
        }
        return "";
    }

    private static @Nullable String stringMap(TomlValue value) {
        if (!(value instanceof TomlTable table)) {
            return null;
        }
        for (var each : table.values().entrySet()) {
            if (!isString(each.getValue())) {
                return "expected a string for " + each.getKey() + ", found "
                        + each.getValue().kind();
            }
        }
        return "";
    }
}

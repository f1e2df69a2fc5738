package dev.agentloop.runtime.config.toml;

import java.time.temporal.TemporalAccessor;

/**
 * A value without parts.
 *
 * @param value a String, Long, Double, Boolean or a date or time of {@code java.time}
 */
public record TomlScalar(Object value, int line) implements TomlValue {
    @Override
    public String kind() {
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Long) {
            return "an integer";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        return value instanceof TemporalAccessor ? "a date or time" : "a float";
    }
}

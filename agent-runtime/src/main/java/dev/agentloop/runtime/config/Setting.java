package dev.agentloop.runtime.config;

import dev.agentloop.runtime.config.toml.TomlArray;
import dev.agentloop.runtime.config.toml.TomlScalar;
import dev.agentloop.runtime.config.toml.TomlTable;
import dev.agentloop.runtime.config.toml.TomlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value that was checked, with its place.
 *
 * @param key its whole name
 */
record Setting(String key, TomlValue value, ConfigLayer layer) {
    String text() {
        return (String) scalar();
    }

    long number() {
        return (Long) scalar();
    }

    boolean flag() {
        return (Boolean) scalar();
    }

    Duration seconds() {
        return Duration.ofMillis(Math.round(((Number) scalar()).doubleValue() * 1000));
    }

    List<String> texts() {
        return ((TomlArray) value).values().stream().map(Setting::textOf).toList();
    }

    Map<String, String> textMap() {
        Map<String, String> map = new LinkedHashMap<>();
        ((TomlTable) value).values().forEach((name, each) -> map.put(name, textOf(each)));
        return map;
    }

    /** Relative to the folder of its file. */
    Path path(String text) {
        return layer.base().resolve(text).normalize();
    }

    /** Where it stands, for messages. */
    String place() {
        return layer.at(value.line()) + ": " + key;
    }

    private Object scalar() {
        return ((TomlScalar) value).value();
    }

    private static String textOf(TomlValue value) {
        return (String) ((TomlScalar) value).value();
    }
}

package dev.agentloop.runtime.config.toml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table: values by name, in the order of the text. */
public final class TomlTable implements TomlValue {
    /** How a table came to be, which decides who may add to it. */
    enum Origin {
        /** Named by a header, or the document itself. */
        HEADER,
        /** Only part of the name of another header, which may still come by itself. */
        IMPLIED,
        /** Part of a dotted key. */
        DOTTED,
        /** Written in braces: complete. */
        INLINE
    }

    private final Map<String, TomlValue> values = new LinkedHashMap<>();
    private Origin origin;
    private int line;

    TomlTable(Origin origin, int line) {
        this.origin = origin;
        this.line = line;
    }

    Origin origin() {
        return origin;
    }

    void named(int headerLine) {
        origin = Origin.HEADER;
        line = headerLine;
    }

    void put(String name, TomlValue value) {
        values.put(name, value);
    }

    /** The values of this table and those of another for names that this one lacks. */
    public TomlTable over(TomlTable lower) {
        TomlTable merged = new TomlTable(Origin.INLINE, line);
        merged.values.putAll(lower.values);
        merged.values.putAll(values);
        return merged;
    }

    /**
     * A table with one value.
     *
     * @param path the names that lead to it, at least one
     */
    public static TomlTable of(List<String> path, TomlValue value) {
        TomlTable table = new TomlTable(Origin.DOTTED, value.line());
        table.put(path.get(0), path.size() == 1 ? value : of(path.subList(1, path.size()), value));
        return table;
    }

    /** The value with this name; null when there is none. */
    public @Nullable TomlValue get(String name) {
        return values.get(name);
    }

    /** All values. */
    public Map<String, TomlValue> values() {
        return Collections.unmodifiableMap(values);
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public String kind() {
        return "a table";
    }
}

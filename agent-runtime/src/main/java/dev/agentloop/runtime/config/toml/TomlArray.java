package dev.agentloop.runtime.config.toml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An array. */
public final class TomlArray implements TomlValue {
    private final List<TomlValue> values = new ArrayList<>();
    private final int line;
    private final boolean ofTables;

    /** @param ofTables whether headers in double brackets add to it */
    TomlArray(int line, boolean ofTables) {
        this.line = line;
        this.ofTables = ofTables;
    }

    void add(TomlValue value) {
        values.add(value);
    }

    boolean isOfTables() {
        return ofTables;
    }

    TomlTable lastTable() {
        return (TomlTable) values.get(values.size() - 1);
    }

    /** The values in order. */
    public List<TomlValue> values() {
        return Collections.unmodifiableList(values);
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public String kind() {
        return "an array";
    }
}

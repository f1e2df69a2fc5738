package dev.agentloop.runtime.config;

import dev.agentloop.runtime.config.toml.TomlTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings by name. A layer put over another replaces single settings; tables are merged. */
final class SettingTree {
    private final Map<String, SettingTree> tables = new LinkedHashMap<>();
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    /** The table with this name, made when it is not there. */
    SettingTree inside(String name) {
        return tables.computeIfAbsent(name, key -> new SettingTree());
    }

    void put(String name, Setting setting) {
        settings.put(name, setting);
    }

    /** Puts a higher layer over this one. */
    void add(SettingTree higher) {
        higher.settings.forEach((name, setting) -> {
            Setting lower = settings.get(name);
            tables.remove(name);
            settings.put(name, lower == null ? setting : over(lower, setting));
        });
        higher.tables.forEach((name, table) -> {
            settings.remove(name);
            inside(name).add(table);
        });
    }

    /** A table of strings, such as variables, is one setting whose names are merged. */
    private static Setting over(Setting lower, Setting higher) {
        if (lower.value() instanceof TomlTable below && higher.value() instanceof TomlTable above) {
            return new Setting(higher.key(), above.over(below), higher.layer());
        }
        return higher;
    }

    Optional<Setting> find(String... path) {
        SettingTree tree = table(path, path.length - 1);
        return tree == null ? Optional.empty() : Optional.ofNullable(tree.settings.get(path[path.length - 1]));
    }

    /** The tables below this one by name. */
    Map<String, SettingTree> tables(String... path) {
        SettingTree tree = table(path, path.length);
        return tree == null ? Map.of() : tree.tables;
    }

    private @Nullable SettingTree table(String[] path, int length) {
        SettingTree tree = this;
        for (int part = 0; part < length && tree != null; part++) {
            tree = tree.tables.get(path[part]);
        }
        return tree;
    }
}

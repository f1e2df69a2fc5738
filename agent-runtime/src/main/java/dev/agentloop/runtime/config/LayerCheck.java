package dev.agentloop.runtime.config;

import dev.agentloop.runtime.config.ConfigKey.Use;
import dev.agentloop.runtime.config.toml.TomlTable;
import dev.agentloop.runtime.config.toml.TomlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares layers with the known keys: collects what is wrong, unknown or ignored, and what may be used. */
final class LayerCheck {
    private static final String PROFILES = "profiles";
    private static final Node ROOT = tree();

    private final boolean strict;
    private final List<String> errors = new ArrayList<>();
    private final List<ConfigNotice> notices = new ArrayList<>();

    /** @param strict whether an unknown key is an error */
    LayerCheck(boolean strict) {
        this.strict = strict;
    }

    /** The names below a name. */
    private static final class Node {
        private final Map<String, Node> named = new HashMap<>();
        private @Nullable Node any;
        private @Nullable ConfigKey key;

        private Node child(String part) {
            if (part.startsWith("<")) {
                any = any == null ? new Node() : any;
                return any;
            }
            return named.computeIfAbsent(part, name -> new Node());
        }

        private @Nullable Node find(String name) {
            Node exact = named.get(name);
            return exact != null ? exact : any;
        }

        private boolean hasChildren() {
            return !named.isEmpty() || any != null;
        }
    }

    private static Node tree() {
        Node root = new Node();
        for (ConfigKey key : ConfigKeys.all()) {
            Node node = root;
            for (String part : key.path()) {
                node = node.child(part);
            }
            node.key = key;
        }
        return root;
    }

    List<String> errors() {
        return errors;
    }

    List<ConfigNotice> notices() {
        return notices;
    }

    void error(String message) {
        errors.add(message);
    }

    void notice(String code, String message) {
        notices.add(new ConfigNotice(code, message));
    }

    /** Checks a layer and gives its settings that may be used. */
    SettingTree check(ConfigLayer layer) {
        SettingTree usable = new SettingTree();
        table(layer, layer.table(), ROOT, List.of(), usable);
        return usable;
    }

    private void table(ConfigLayer layer, TomlTable table, Node node, List<String> path, SettingTree usable) {
        for (Map.Entry<String, TomlValue> each : table.values().entrySet()) {
            List<String> here = new ArrayList<>(path);
            here.add(each.getKey());
            if (path.isEmpty() && each.getKey().equals(PROFILES)) {
                profiles(layer, each.getValue());
                continue;
            }
            Node found = node.find(each.getKey());
            if (found == null) {
                unknown(layer, each.getValue(), here);
            } else {
                value(layer, each.getValue(), found, here, usable);
            }
        }
    }

    private void value(ConfigLayer layer, TomlValue value, Node node, List<String> path, SettingTree usable) {
        if (value instanceof TomlTable table && node.hasChildren()) {
            table(layer, table, node, path, usable.inside(path.get(path.size() - 1)));
        } else if (node.key == null) {
            error(place(layer, value, path) + "expected a table, found " + value.kind());
        } else {
            known(layer, value, node.key, path, usable);
        }
    }

    private void known(ConfigLayer layer, TomlValue value, ConfigKey key, List<String> path, SettingTree usable) {
        Optional<String> problem = key.type().problem(value);
        if (problem.isPresent()) {
            error(place(layer, value, path) + problem.get());
        } else if (key.use() == Use.IGNORED) {
            notice("config.ignored", place(layer, value, path) + "ignored: " + key.meaning());
        } else if (key.use() == Use.NOT_IN_PROJECTS && layer.kind() == ConfigLayer.Kind.PROJECT) {
            notice("config.refused", place(layer, value, path) + "ignored: a project's file may not set this key");
        } else {
            usable.put(path.get(path.size() - 1), new Setting(String.join(".", path), value, layer));
        }
    }

    /** What stands in profiles is checked where it is used, as a layer of its own; here only that they are tables. */
    private void profiles(ConfigLayer layer, TomlValue value) {
        if (!(value instanceof TomlTable tables)) {
            error(place(layer, value, List.of(PROFILES)) + "expected a table, found " + value.kind());
            return;
        }
        if (layer.kind() == ConfigLayer.Kind.PROJECT || layer.kind() == ConfigLayer.Kind.PROFILE) {
            notice(
                    "config.refused",
                    place(layer, value, List.of(PROFILES)) + "ignored: only the user's file has profiles");
            return;
        }
        tables.values().forEach((name, profile) -> {
            if (!(profile instanceof TomlTable)) {
                error(place(layer, profile, List.of(PROFILES, name)) + "expected a table, found " + profile.kind());
            }
        });
    }

    private void unknown(ConfigLayer layer, TomlValue value, List<String> path) {
        String message = place(layer, value, path) + "unknown key";
        if (strict) {
            error(message);
        } else {
            notice("config.unknown", message + ", ignored");
        }
    }

    private static String place(ConfigLayer layer, TomlValue value, List<String> path) {
        return layer.at(value.line()) + ": " + String.join(".", path) + ": ";
    }
}

package dev.agentloop.runtime.config;

import java.util.List;

/**
 * A key that is known.
 *
 * @param path its name; a part in angle brackets stands for any name
 * @param type what its value must be
 * @param defaultText what holds without it, for people
 * @param meaning one line for people; of an ignored key why it is ignored
 * @param use what is done with it
 */
record ConfigKey(List<String> path, ValueType type, String defaultText, String meaning, Use use) {
    enum Use {
        /** It has its effect. */
        APPLIED,
        /** As applied, but a project's file may not set it: it decides where keys and text go, or what is trusted. */
        NOT_IN_PROJECTS,
        /** Known, so that a file loads, but without effect; whoever sets it is told. */
        IGNORED
    }

    static ConfigKey of(String path, ValueType type, String defaultText, String meaning) {
        return new ConfigKey(split(path), type, defaultText, meaning, Use.APPLIED);
    }

    static ConfigKey notInProjects(String path, ValueType type, String defaultText, String meaning) {
        return new ConfigKey(split(path), type, defaultText, meaning, Use.NOT_IN_PROJECTS);
    }

    static ConfigKey ignored(String path, ValueType type, String why) {
        return new ConfigKey(split(path), type, "", why, Use.IGNORED);
    }

    private static List<String> split(String path) {
        return List.of(path.split("\\."));
    }

    String name() {
        return String.join(".", path);
    }
}

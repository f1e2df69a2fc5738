package dev.agentloop.runtime.config;

import dev.agentloop.runtime.config.ConfigKey.Use;

/** The keys as Markdown, for docs/configuration.md. */
final class KeyTable {
    private KeyTable() {}

    static String markdown() {
        StringBuilder text = new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
        for (ConfigKey key : ConfigKeys.all()) {
            if (key.use() != Use.IGNORED) {
                text.append("| `").append(key.name()).append("`").append(key.use() == Use.NOT_IN_PROJECTS ? " ¹" : "");
                text.append(" | ").append(key.type().documented());
                text.append(" | ").append(key.defaultText().isEmpty() ? "–" : "`" + key.defaultText() + "`");
                text.append(" | ").append(key.meaning()).append(" |\n");
            }
        }
        text.append("\n¹ not in a project's file\n\n| ignored key | why |\n|---|---|\n");
        for (ConfigKey key : ConfigKeys.all()) {
            if (key.use() == Use.IGNORED) {
                text.append("| `")
                        .append(key.name())
                        .append("` | ")
                        .append(key.meaning())
                        .append(" |\n");
            }
        }
        return text.toString();
    }
}

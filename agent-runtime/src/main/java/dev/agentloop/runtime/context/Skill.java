package dev.agentloop.runtime.context;

import java.nio.file.Path;

/**
 * A skill as it is listed; the model reads its file when it needs it.
 *
 * @param file its SKILL.md
 */
record Skill(String name, String description, Path file) {
    // Those of the skill format.
    private static final int MAX_NAME = 64;
    private static final int MAX_DESCRIPTION = 1024;

    Skill {
        name = oneLine(name, MAX_NAME);
        description = oneLine(description, MAX_DESCRIPTION);
    }

    String line() {
        return "- " + name + ": " + description + " (file: " + file + ")\n";
    }

    private static String oneLine(String text, int maxCharacters) {
        String line = String.join(" ", text.lines().map(String::strip).toList());
        if (line.length() <= maxCharacters) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters;
        return line.substring(0, end) + "…";
    }
}

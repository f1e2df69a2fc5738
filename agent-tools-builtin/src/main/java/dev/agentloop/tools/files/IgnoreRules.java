package dev.agentloop.tools.files;

import com.google.re2j.Pattern;
import dev.agentloop.ToolExecutionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The {@code .gitignore} files in force in a directory. The last line that matches decides, as for git. */
final class IgnoreRules {

    private static final Path FILE_NAME = Path.of(".gitignore");

    /** More is no hand-written list; the rest of the tree is searched without it. */
    private static final int MAX_BYTES = 1 << 18;

    private record Rule(Path directory, Pattern pattern, boolean directoriesOnly, boolean included) {}

    private static final IgnoreRules NONE = new IgnoreRules(List.of());

    private final List<Rule> rules;

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    /** The rules of the directories from {@code top} down to the one above {@code directory}. */
    static IgnoreRules above(Path directory, Path top) throws IOException {
        if (!directory.startsWith(top) || directory.equals(top)) {
            return NONE;
        }
        Path parent = Objects.requireNonNull(directory.getParent(), "directory"); // it lies below top
        try (RealDirectory opened = RealDirectory.open(parent)) {
            return above(parent, top).with(opened, parent);
        }
    }

    /** These rules and those of one more directory. */
    IgnoreRules with(RealDirectory directory, Path path) throws IOException {
        if (directory.kind(FILE_NAME) != PathKind.FILE) {
            return this;
        }
        List<Rule> all = new ArrayList<>(rules);
        byte[] bytes = BoundedReader.read(directory, FILE_NAME, MAX_BYTES);
        TextEncoding.decode(bytes).ifPresent(text -> text.text().lines().forEach(line -> add(all, path, line)));
        return new IgnoreRules(List.copyOf(all));
    }

    private static void add(List<Rule> rules, Path directory, String line) {
        String glob = line.stripTrailing();
        if (glob.isEmpty() || glob.startsWith("#")) {
            return;
        }
        boolean included = glob.startsWith("!");
        glob = included ? glob.substring(1) : glob;
        boolean directoriesOnly = glob.endsWith("/");
        glob = directoriesOnly ? glob.substring(0, glob.length() - 1) : glob;
        try {
            rules.add(new Rule(directory, LinearPatterns.glob(glob), directoriesOnly, included));
        } catch (ToolExecutionException unusable) {
            // Git ignores a line that is no pattern, too.
        }
    }

    boolean excludes(Path path, boolean isDirectory) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            if (!rule.directoriesOnly() || isDirectory) {
                if (LinearPatterns.matchesBelow(rule.pattern(), rule.directory(), path)) {
                    return !rule.included();
                }
            }
        }
        return false;
    }
}

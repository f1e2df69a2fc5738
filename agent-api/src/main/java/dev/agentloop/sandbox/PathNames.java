package dev.agentloop.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A path as the list of its names, folded for comparison; the depth of a path is the length of that list. */
final class PathNames {
    private PathNames() {}

    static List<String> of(Path path, boolean caseSensitive) {
        List<String> names = new ArrayList<>(path.getNameCount() + 1);
        Path root = path.getRoot();
        if (root != null && root.toString().contains(":")) {
            names.add(fold(root.toString().replace("\\", ""), caseSensitive));
        }
        for (Path name : path) {
            if (!name.toString().isEmpty()) {
                names.add(fold(name.toString(), caseSensitive));
            }
        }
        return List.copyOf(names);
    }

    static boolean startsWith(List<String> names, List<String> prefix) {
        return prefix.size() <= names.size() && names.subList(0, prefix.size()).equals(prefix);
    }

    static String fold(String name, boolean caseSensitive) {
        return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
    }
}

package dev.agentloop.sandbox.spi.support;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the paths that an error message names: quoted words first, then words with a slash. */
final class NamedPaths {
    private static final String OPENING = "'\"\u2018\u201c`";
    private static final String CLOSING = "'\"\u2019\u201d'";
    private static final Set<Character> AROUND = Set.of('(', ')', '[', ']', ',', ';', ':', '.', '\'', '"');

    private NamedPaths() {}

    static List<Path> in(String line, Path directory) {
        List<String> words = new ArrayList<>(quoted(line));
        for (String word : line.split("\\s+")) {
            String bare = strip(word);
            if (bare.contains("/")) {
                words.add(bare);
            }
        }
        List<Path> paths = new ArrayList<>();
        for (String word : words) {
            try {
                Path path = directory.resolve(word).normalize();
                if (!paths.contains(path)) {
                    paths.add(path);
                }
            } catch (InvalidPathException notAPath) {
                // A message may quote anything.
                continue;
            }
        }
        return List.copyOf(paths);
    }

    private static List<String> quoted(String line) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < line.length(); i++) {
            int kind = OPENING.indexOf(line.charAt(i));
            int end = kind < 0 ? -1 : line.indexOf(CLOSING.charAt(kind), i + 1);
            if (end > i + 1) {
                words.add(line.substring(i + 1, end));
                i = end;
            }
        }
        return words;
    }

    private static String strip(String word) {
        int from = 0;
        int to = word.length();
        while (to > from && AROUND.contains(word.charAt(to - 1))) {
            to--;
        }
        while (from < to && word.charAt(from) != '.' && AROUND.contains(word.charAt(from))) {
            from++;
        }
        return word.substring(from, to);
    }
}

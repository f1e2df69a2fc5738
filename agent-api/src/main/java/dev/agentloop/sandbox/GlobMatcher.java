package dev.agentloop.sandbox;

import java.util.ArrayList;
import java.util.List;

/**
 * One glob, compiled. Written by hand because the JDK's matcher goes through {@code java.util.regex}, whose running time
 * on a hostile pattern has no bound; here it is at most pattern length times path length per alternative.
 */
final class GlobMatcher {
    /** More alternatives than this come from nested braces by accident or malice. */
    private static final int MAX_ALTERNATIVES = 64;

    private final List<List<NamePattern>> alternatives;

    private GlobMatcher(List<List<NamePattern>> alternatives) {
        this.alternatives = alternatives;
    }

    static GlobMatcher compile(String glob, boolean caseSensitive) {
        List<List<NamePattern>> alternatives = new ArrayList<>();
        for (String plain : expandBraces(glob)) {
            List<NamePattern> names = new ArrayList<>();
            for (String name : plain.split("/")) {
                if (!name.isEmpty()) {
                    names.add(NamePattern.compile(name, caseSensitive));
                }
            }
            alternatives.add(List.copyOf(names));
        }
        return new GlobMatcher(List.copyOf(alternatives));
    }

    static String requireValid(String glob) {
        if (glob.isBlank()) {
            throw new IllegalArgumentException("entries: a glob must not be empty");
        }
        for (String name : glob.split("/")) {
            if (name.equals("..") || name.equals(".")) {
                throw new IllegalArgumentException("entries: glob \"" + glob + "\" must not contain . or .. as a name");
            }
        }
        compile(glob, true);
        return glob;
    }

    /** Absolute globs start with a slash or, on Windows, with a drive such as {@code C:}. */
    static boolean isRelative(String glob) {
        return !glob.startsWith("/") && !(glob.length() > 1 && glob.charAt(1) == ':');
    }

    /**
     * Finds the deepest match among the leading parts of a path.
     *
     * @return how many names of the path the pattern fixes: trailing {@code **} count nothing, so that a wide pattern
     *     never outranks a named folder; -1 when neither the path nor a folder above it matches
     */
    int matchedDepth(List<String> names) {
        int best = -1;
        for (List<NamePattern> pattern : alternatives) {
            int fixed = pattern.size();
            while (fixed > 0 && pattern.get(fixed - 1).isAnyDepth()) {
                fixed--;
            }
            boolean needsMore = fixed < pattern.size() && fixed > 0;
            for (int depth = needsMore ? names.size() - 1 : names.size(); depth > best; depth--) {
                if (matches(pattern.subList(0, fixed), names.subList(0, depth))) {
                    best = depth;
                }
            }
        }
        return best;
    }

    private static boolean matches(List<NamePattern> pattern, List<String> names) {
        boolean[] reachable = new boolean[names.size() + 1];
        reachable[0] = true;
        for (NamePattern part : pattern) {
            boolean[] next = new boolean[names.size() + 1];
            boolean open = false;
            for (int i = 0; i <= names.size(); i++) {
                if (part.isAnyDepth()) {
                    open |= reachable[i];
                    next[i] = open;
                } else if (i > 0) {
                    next[i] = reachable[i - 1] && part.matches(names.get(i - 1));
                }
            }
            reachable = next;
        }
        return reachable[names.size()];
    }

    private static List<String> expandBraces(String glob) {
        List<String> done = new ArrayList<>();
        List<String> open = new ArrayList<>(List.of(glob));
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            int start = next.indexOf('{');
            if (start < 0) {
                done.add(next);
            } else {
                expandFirst(glob, next, start, open);
            }
            if (done.size() + open.size() > MAX_ALTERNATIVES) {
                throw new IllegalArgumentException(
                        "entries: glob \"" + glob + "\" has more than " + MAX_ALTERNATIVES + " alternatives");
            }
        }
        return done;
    }

    private static void expandFirst(String glob, String text, int start, List<String> into) {
        int depth = 0;
        int from = start + 1;
        List<String> choices = new ArrayList<>();
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            }
            if (depth == 0 || (depth == 1 && c == ',')) {
                choices.add(text.substring(from, i));
                from = i + 1;
            }
            if (depth == 0) {
                for (String choice : choices) {
                    into.add(text.substring(0, start) + choice + text.substring(i + 1));
                }
                return;
            }
        }
        throw new IllegalArgumentException("entries: glob \"" + glob + "\" has a { without }");
    }
}

package dev.agentloop.tools.patch;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds a run of lines in a file. Four levels are tried in turn over the whole range, so an exact match further down
 * wins over a loose one higher up: exact, without trailing white space, without white space around, and with
 * typographic characters replaced by their ASCII form.
 */
final class LineMatcher {

    static final int NOT_FOUND = -1;

    private enum Level {
        EXACT(UnaryOperator.identity()),
        TRAILING_SPACE(WhiteSpace::stripTrailing),
        TRIMMED(WhiteSpace::strip),
        TYPOGRAPHY(line -> Typography.toAscii(WhiteSpace.strip(line)));

        private final UnaryOperator<String> form;

        Level(UnaryOperator<String> form) {
            this.form = form;
        }

        String[] of(List<String> lines) {
            return lines.stream().map(form).toArray(String[]::new);
        }
    }

    private final List<String> lines;
    private final String[] @Nullable [] formsByLevel = new String[Level.values().length] @Nullable [];

    LineMatcher(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** The first index at or after {@code from} where the pattern stands, or {@link #NOT_FOUND}. */
    int find(List<String> pattern, int from) {
        return find(pattern, from, lines.size() - pattern.size());
    }

    /** The index where the pattern stands as the last lines of the file, at or after {@code from}. */
    int findAtEnd(List<String> pattern, int from) {
        int only = lines.size() - pattern.size();
        return only < from ? NOT_FOUND : find(pattern, only, only);
    }

    private int find(List<String> pattern, int from, int last) {
        for (Level level : Level.values()) {
            String[] haystack = forms(level);
            String[] needle = level.of(pattern);
            for (int start = from; start <= last; start++) {
                if (matchLength(haystack, needle, start) == needle.length) {
                    return start;
                }
            }
        }
        return NOT_FOUND;
    }

    /**
     * The longest beginning of the pattern found at or after {@code from}, for an error message: where it starts and
     * how many lines agree.
     */
    NearMiss nearestTo(List<String> pattern, int from) {
        String[] haystack = forms(Level.TYPOGRAPHY);
        String[] needle = Level.TYPOGRAPHY.of(pattern);
        NearMiss best = new NearMiss(from, 0);
        for (int start = from; start < haystack.length; start++) {
            int length = matchLength(haystack, needle, start);
            if (length > best.length()) {
                best = new NearMiss(start, length);
            }
        }
        return best;
    }

    record NearMiss(int start, int length) {}

    private static int matchLength(String[] haystack, String[] needle, int start) {
        int length = 0;
        while (length < needle.length
                && start + length < haystack.length
                && haystack[start + length].equals(needle[length])) {
            length++;
        }
        return length;
    }

    private String[] forms(Level level) {
        String[] forms = formsByLevel[level.ordinal()];
        if (forms == null) {
            forms = level.of(lines);
            formsByLevel[level.ordinal()] = forms;
        }
        return forms;
    }
}

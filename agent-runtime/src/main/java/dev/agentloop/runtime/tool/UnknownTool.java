package dev.agentloop.runtime.tool;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a model is told that called a tool which does not exist: the names there are, the most similar first. */
final class UnknownTool {
    private static final int MAX_NAMES = 30;
    private static final int MAX_NAME_CHARS = 64;

    private UnknownTool() {}

    static String message(String name, List<String> names) {
        String shown = name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS) + "…";
        if (names.isEmpty()) {
            return "There is no tool '" + shown + "'; this agent has no tools.";
        }
        List<String> nearest = names.stream()
                .sorted(Comparator.comparingInt(candidate -> distance(shown, candidate)))
                .limit(MAX_NAMES)
                .toList();
        int more = names.size() - nearest.size();
        return "There is no tool '" + shown + "'. Valid names: " + String.join(", ", nearest)
                + (more > 0 ? " and " + more + " more." : ".");
    }

    /** Levenshtein distance without regard to case; 0 and 1 for a name that is contained in the other. */
    private static int distance(String wanted, String candidate) {
        String a = wanted.toLowerCase(Locale.ROOT);
        String b = candidate.toLowerCase(Locale.ROOT);
        if (a.contains(b) || b.contains(a)) {
            return a.equals(b) ? 0 : 1;
        }
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}

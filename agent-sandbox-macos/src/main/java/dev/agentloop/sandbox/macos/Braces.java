package dev.agentloop.sandbox.macos;

import java.util.ArrayList;
import java.util.List;

/** Expands the alternatives of a glob that an {@code Entry} has already found valid. */
final class Braces {
    private Braces() {}

    /** The globs without braces, in the order of their alternatives. */
    static List<String> expand(String glob) {
        int start = glob.indexOf('{');
        if (start < 0) {
            return List.of(glob);
        }
        List<String> found = new ArrayList<>();
        int depth = 0;
        int from = start + 1;
        for (int i = start; i < glob.length(); i++) {
            char c = glob.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0 || depth == 1 && c == ',') {
                String choice = glob.substring(from, i);
                from = i + 1;
                int end = depth == 0 ? i : closing(glob, i);
                found.addAll(expand(glob.substring(0, start) + choice + glob.substring(end + 1)));
            }
            if (depth == 0) {
                break;
            }
        }
        return found;
    }

    private static int closing(String glob, int inside) {
        int depth = 1;
        int i = inside;
        while (depth > 0) {
            i++;
            depth += glob.charAt(i) == '{' ? 1 : glob.charAt(i) == '}' ? -1 : 0;
        }
        return i;
    }
}

package dev.agentloop.sandbox;

import java.util.Locale;

/** The part of a glob between two slashes. */
final class NamePattern {
    private final String pattern;
    private final boolean caseSensitive;

    private NamePattern(String pattern, boolean caseSensitive) {
        this.pattern = pattern;
        this.caseSensitive = caseSensitive;
    }

    static NamePattern compile(String pattern, boolean caseSensitive) {
        for (int i = pattern.indexOf('['); i >= 0; i = pattern.indexOf('[', i + 1)) {
            int end = classEnd(pattern, i);
            if (end < 0) {
                throw new IllegalArgumentException("entries: glob part \"" + pattern + "\" has a [ without ]");
            }
            i = end;
        }
        return new NamePattern(fold(pattern, caseSensitive), caseSensitive);
    }

    boolean isAnyDepth() {
        return pattern.equals("**");
    }

    boolean matches(String name) {
        String text = fold(name, caseSensitive);
        int p = 0;
        int t = 0;
        int starAt = -1;
        int resumeAt = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                starAt = p++;
                resumeAt = t;
            } else if (p < pattern.length() && matchesOne(p, text.charAt(t))) {
                p = next(p);
                t++;
            } else if (starAt >= 0) {
                p = starAt + 1;
                t = ++resumeAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private boolean matchesOne(int p, char c) {
        char expected = pattern.charAt(p);
        if (expected == '?') {
            return true;
        }
        if (expected != '[') {
            return expected == c;
        }
        int end = classEnd(pattern, p);
        boolean negated = isNegation(pattern.charAt(p + 1));
        boolean found = false;
        for (int i = p + (negated ? 2 : 1); i < end; i++) {
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                found |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                found |= pattern.charAt(i) == c;
            }
        }
        return found != negated;
    }

    private int next(int p) {
        return pattern.charAt(p) == '[' ? classEnd(pattern, p) + 1 : p + 1;
    }

    private static int classEnd(String pattern, int start) {
        int first = start + 1;
        if (first < pattern.length() && isNegation(pattern.charAt(first))) {
            first++;
        }
        return pattern.indexOf(']', first + 1);
    }

    private static boolean isNegation(char c) {
        return c == '!' || c == '^';
    }

    private static String fold(String text, boolean caseSensitive) {
        return caseSensitive ? text : text.toLowerCase(Locale.ROOT);
    }
}

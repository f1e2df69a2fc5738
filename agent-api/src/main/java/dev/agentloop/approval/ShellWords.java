package dev.agentloop.approval;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits an example of a rule file into words: quotes, backslashes and comments, nothing else of a shell. */
final class ShellWords {
    private ShellWords() {}

    /** The words; null when a quote or a backslash lacks its end. */
    static @Nullable List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n') {
                if (word != null) {
                    words.add(word.toString());
                    word = null;
                }
                continue;
            }
            if (c == '#' && word == null) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            i = switch (c) {
                case '\\' -> escaped(text, i, word);
                case '\'' -> singleQuoted(text, i, word);
                case '"' -> doubleQuoted(text, i, word);
                default -> {
                    word.append(c);
                    yield i;
                }
            };
            if (i < 0) {
                return null;
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }

    private static int escaped(String text, int at, StringBuilder word) {
        if (at + 1 >= text.length()) {
            return -1;
        }
        if (text.charAt(at + 1) != '\n') {
            word.append(text.charAt(at + 1));
        }
        return at + 1;
    }

    private static int singleQuoted(String text, int at, StringBuilder word) {
        int end = text.indexOf('\'', at + 1);
        if (end >= 0) {
            word.append(text, at + 1, end);
        }
        return end;
    }

    private static int doubleQuoted(String text, int at, StringBuilder word) {
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i;
            }
            if (c != '\\') {
                word.append(c);
                continue;
            }
            i++;
            if (i >= text.length()) {
                return -1;
            }
            char next = text.charAt(i);
            if ("$`\"\\".indexOf(next) >= 0) {
                word.append(next);
            } else if (next != '\n') {
                word.append('\\').append(next);
            }
        }
        return -1;
    }
}

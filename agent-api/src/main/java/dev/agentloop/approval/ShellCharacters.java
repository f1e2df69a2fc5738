package dev.agentloop.approval;

import java.text.Normalizer;

/** Tells which characters of a script do not mean what a reader sees. */
final class ShellCharacters {
    private ShellCharacters() {}

    /** Invisible characters and such that change the direction of the text around them. */
    static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n' && c != '\t';
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Signs, spaces and letters outside of ASCII that may be taken for an operator, a quote or a word. */
    static boolean isLookAlike(int c) {
        if (c < 128) {
            return false;
        }
        boolean click = c >= 0x01C0 && c <= 0x01C3;
        boolean mark = Character.getType(c) == Character.NON_SPACING_MARK;
        return click || !mark && !Character.isLetterOrDigit(c) || hasAscii(c);
    }

    private static boolean hasAscii(int c) {
        return Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC)
                .chars()
                .anyMatch(n -> n < 128);
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean isName(String text) {
        return !text.isEmpty()
                && !isDigit(text.charAt(0))
                && text.chars().allMatch(c -> isDigit(c) || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
    }

    static boolean isNumber(CharSequence text) {
        return !text.isEmpty() && text.chars().allMatch(ShellCharacters::isDigit);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}

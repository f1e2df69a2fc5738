package dev.agentloop.tools.patch;

/** Stripping by Unicode's White_Space property; {@link String#strip()} leaves no-break spaces and NEL in place. */
final class WhiteSpace {

    private WhiteSpace() {}

    static String strip(String line) {
        int start = 0;
        while (start < line.length() && isWhiteSpace(line.charAt(start))) {
            start++;
        }
        return stripTrailing(line.substring(start));
    }

    static String stripTrailing(String line) {
        int end = line.length();
        while (end > 0 && isWhiteSpace(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end);
    }

    private static boolean isWhiteSpace(char c) {
        return switch (c) {
            case ' ', '\u0085', '\u00a0', '\u1680', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000' -> true;
            default -> (c >= '\t' && c <= '\r') || (c >= '\u2000' && c <= '\u200a');
        };
    }
}

package dev.agentloop.tools.patch;

/** Replaces the dashes, quotes and spaces that models confuse with their ASCII form. */
final class Typography {

    private Typography() {}

    static String toAscii(String line) {
        char[] chars = line.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] > 0x7f) {
                chars[i] = toAscii(chars[i]);
            }
        }
        return new String(chars);
    }

    private static char toAscii(char c) {
        if ((c >= '\u2010' && c <= '\u2015') || c == '\u2212') {
            return '-';
        }
        if (c >= '\u2018' && c <= '\u201b') {
            return '\'';
        }
        if (c >= '\u201c' && c <= '\u201f') {
            return '"';
        }
        if ((c >= '\u2002' && c <= '\u200a') || c == '\u00a0' || c == '\u202f' || c == '\u205f' || c == '\u3000') {
            return ' ';
        }
        return c;
    }
}

package dev.agentloop.tools.output;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How much of a text a model gets to see. A longer text keeps its head and its tail, cut between lines where lines are
 * short enough, with a note between that counts what is missing.
 *
 * @param bytes the most that is kept, in bytes of UTF-8
 */
public record OutputBudget(int bytes) {

    /** Services count about four bytes of text as one token. */
    private static final int BYTES_PER_TOKEN = 4;

    /** 10,000 tokens: room for a long compiler report, and a twentieth of a common context window. */
    private static final int DEFAULT_TOKENS = 10_000;

    private static final int MAX_TOKENS = 100_000;

    public static OutputBudget ofDefaults() {
        return ofTokens(DEFAULT_TOKENS);
    }

    /** A budget in tokens, brought into the range from 1 to 100,000. */
    public static OutputBudget ofTokens(int tokens) {
        return new OutputBudget(Math.max(1, Math.min(tokens, MAX_TOKENS)) * BYTES_PER_TOKEN);
    }

    /** The text when it fits, else its head, a note, and its tail. */
    public String apply(String text) {
        if (text.length() <= bytes && text.getBytes(UTF_8).length <= bytes) {
            return text;
        }
        int headEnd = endWithin(text, bytes / 2);
        int tailStart = startWithin(text, bytes - bytes / 2);
        headEnd = backToLineStart(text, headEnd);
        tailStart = forwardToLineStart(text, tailStart);
        String missing = text.substring(headEnd, tailStart);
        String note =
                "… " + missing.lines().count() + " lines, " + missing.getBytes(UTF_8).length + " bytes left out …\n";
        String before = headEnd > 0 && text.charAt(headEnd - 1) != '\n' ? "\n" : "";
        return text.substring(0, headEnd) + before + note + text.substring(tailStart);
    }

    private static int endWithin(String text, int maxBytes) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            used += utf8Length(codePoint);
            if (used > maxBytes) {
                return end;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }

    private static int startWithin(String text, int maxBytes) {
        int used = 0;
        int start = text.length();
        while (start > 0) {
            int codePoint = text.codePointBefore(start);
            used += utf8Length(codePoint);
            if (used > maxBytes) {
                return start;
            }
            start -= Character.charCount(codePoint);
        }
        return start;
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    /** Gives up at most half of the head for a whole line. */
    private static int backToLineStart(String text, int end) {
        int lineStart = text.lastIndexOf('\n', end - 1) + 1;
        return lineStart >= end / 2 && lineStart > 0 ? lineStart : end;
    }

    private static int forwardToLineStart(String text, int start) {
        int lineStart = text.indexOf('\n', start) + 1;
        return lineStart > 0 && lineStart <= start + (text.length() - start) / 2 ? lineStart : start;
    }
}

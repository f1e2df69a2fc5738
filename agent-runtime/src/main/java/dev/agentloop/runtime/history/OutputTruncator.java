package dev.agentloop.runtime.history;

import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps head and tail of texts that are over a budget, cut at character boundaries, and says in between how much is
 * missing.
 */
public final class OutputTruncator {
    private OutputTruncator() {}

    /** The output with its text parts within a budget of UTF-8 bytes, shared in order; images are not counted. */
    public static ToolOutput truncate(ToolOutput output, int budgetBytes) {
        int left = budgetBytes;
        boolean changed = false;
        List<Content> parts = new ArrayList<>();
        for (Content part : output.content()) {
            if (part instanceof Content.Text text) {
                String kept = truncate(text.text(), left);
                changed |= kept.length() != text.text().length();
                left = Math.max(0, left - utf8Length(kept, 0, kept.length()));
                parts.add(new Content.Text(kept));
            } else {
                parts.add(part);
            }
        }
        return changed ? new ToolOutput(parts, output.failed(), output.structuredJson()) : output;
    }

    /** The text within a budget of UTF-8 bytes, not counting the note in the middle. */
    public static String truncate(String text, int budgetBytes) {
        if (text.length() <= budgetBytes / 3) {
            return text; // a char is at most three bytes
        }
        long total = utf8Length(text, 0, text.length());
        if (total <= budgetBytes) {
            return text;
        }
        int headEnd = prefixWithin(text, budgetBytes / 2);
        int tailStart = suffixWithin(text, budgetBytes - budgetBytes / 2, headEnd);
        long missing = utf8Length(text, headEnd, tailStart);
        return text.substring(0, headEnd) + "\n… " + missing + " bytes (about " + (missing + 3) / 4
                + " tokens) left out of " + total + " …\n" + text.substring(tailStart);
    }

    private static int prefixWithin(String text, int bytes) {
        int used = 0;
        int index = 0;
        while (index < text.length()) {
            int point = text.codePointAt(index);
            used += utf8Length(point);
            if (used > bytes) {
                break;
            }
            index += Character.charCount(point);
        }
        return index;
    }

    private static int suffixWithin(String text, int bytes, int from) {
        int used = 0;
        int index = text.length();
        while (index > from) {
            int point = text.codePointBefore(index);
            used += utf8Length(point);
            if (used > bytes) {
                break;
            }
            index -= Character.charCount(point);
        }
        return Math.max(index, from);
    }

    private static int utf8Length(String text, int from, int to) {
        int bytes = 0;
        for (int index = from; index < to; ) {
            int point = text.codePointAt(index);
            bytes += utf8Length(point);
            index += Character.charCount(point);
        }
        return bytes;
    }

    private static int utf8Length(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }
}

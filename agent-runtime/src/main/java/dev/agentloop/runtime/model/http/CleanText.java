package dev.agentloop.runtime.model.http;

/**
 * Text that can be written as UTF-8. A text cut at a fixed length may end in one half of a surrogate pair; no encoding
 * has a form for that, so such halves become U+FFFD.
 */
public final class CleanText {
    private CleanText() {}

    /** The text, or one with the halves replaced. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceHalves(text, i);
            }
        }
        return text;
    }

    private static String replaceHalves(String text, int from) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = from; i < text.length(); i++) {
            if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                clean.setCharAt(i, '\uFFFD');
            }
        }
        return clean.toString();
    }
}

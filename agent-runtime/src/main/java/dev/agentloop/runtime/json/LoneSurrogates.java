package dev.agentloop.runtime.json;

/**
 * Writes halves of surrogate pairs as JSON escapes. A model can send one by an escape of its own; as a raw character it
 * would turn into a question mark in UTF-8, and the stored text would no longer be what was said.
 */
final class LoneSurrogates {
    private LoneSurrogates() {}

    static String escape(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (Character.isSurrogate(json.charAt(i))) {
                if (isPair(json, i)) {
                    i++;
                } else {
                    return escapeFrom(json, i);
                }
            }
        }
        return json;
    }

    private static String escapeFrom(String json, int start) {
        StringBuilder out = new StringBuilder(json.length() + 16).append(json, 0, start);
        for (int i = start; i < json.length(); i++) {
            char c = json.charAt(i);
            if (!Character.isSurrogate(c)) {
                out.append(c);
            } else if (isPair(json, i)) {
                out.append(c).append(json.charAt(++i));
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isPair(String json, int at) {
        return at + 1 < json.length() && Character.isSurrogatePair(json.charAt(at), json.charAt(at + 1));
    }
}

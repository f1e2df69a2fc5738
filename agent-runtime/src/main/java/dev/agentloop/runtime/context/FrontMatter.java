package dev.agentloop.runtime.context;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a Markdown file: lines {@code key: value} between two lines of three dashes. A value is plain, quoted, or a
 * block of indented lines after {@code >} or {@code |}; anything deeper is skipped.
 */
record FrontMatter(Map<String, String> values) {
    private static final String FENCE = "---";

    /** Empty when the text does not begin with a head that ends. */
    static Optional<FrontMatter> of(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).strip().equals(FENCE)) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        int at = 1;
        while (at < lines.size() && !lines.get(at).strip().equals(FENCE)) {
            String line = lines.get(at++);
            int colon = line.indexOf(':');
            if (colon <= 0 || Character.isWhitespace(line.charAt(0)) || line.startsWith("#")) {
                continue;
            }
            StringBuilder value =
                    new StringBuilder(withoutBlockSign(line.substring(colon + 1).strip()));
            while (at < lines.size() && isContinuation(lines.get(at))) {
                value.append(' ').append(lines.get(at++).strip());
            }
            values.putIfAbsent(
                    line.substring(0, colon).strip(), unquoted(value.toString().strip()));
        }
        return at < lines.size() ? Optional.of(new FrontMatter(Map.copyOf(values))) : Optional.empty();
    }

    /** The value on one line; empty when it is not there or blank. */
    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    private static boolean isContinuation(String line) {
        return line.isBlank() || Character.isWhitespace(line.charAt(0));
    }

    private static String withoutBlockSign(String value) {
        boolean block = !value.isEmpty() && (value.charAt(0) == '>' || value.charAt(0) == '|') && value.length() <= 3;
        return block ? "" : value;
    }

    private static String unquoted(String value) {
        if (value.length() < 2) {
            return value;
        }
        char quote = value.charAt(0);
        if ((quote != '"' && quote != '\'') || value.charAt(value.length() - 1) != quote) {
            return value;
        }
        String inner = value.substring(1, value.length() - 1);
        return quote == '"' ? inner.replace("\\\"", "\"") : inner.replace("''", "'");
    }
}

package dev.agentloop.tools.patch;

import java.util.ArrayList;
import java.util.List;

/**
 * A text as lines that keep their own line endings, so that a change leaves every other line byte for byte as it was.
 * CRLF, LF and a lone CR end a line.
 */
record TextFile(List<Line> lines) {

    static final String LF = "\n";

    record Line(String text, String ending) {}

    TextFile {
        lines = List.copyOf(lines);
    }

    static TextFile of(String content) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '\n' || c == '\r') {
                boolean crlf = c == '\r' && i + 1 < content.length() && content.charAt(i + 1) == '\n';
                String ending = crlf ? "\r\n" : String.valueOf(c);
                lines.add(new Line(content.substring(start, i), ending));
                i += ending.length() - 1;
                start = i + 1;
            }
        }
        if (start < content.length()) {
            lines.add(new Line(content.substring(start), ""));
        }
        return new TextFile(lines);
    }

    /** A new file: each line ends with LF. */
    static TextFile ofLines(List<String> texts) {
        return new TextFile(texts.stream().map(text -> new Line(text, LF)).toList());
    }

    /** The ending for added lines: that of the first line; LF in a file without any. */
    String ending() {
        return lines.isEmpty() || lines.get(0).ending().isEmpty()
                ? LF
                : lines.get(0).ending();
    }

    List<String> texts() {
        return lines.stream().map(Line::text).toList();
    }

    String content() {
        StringBuilder content = new StringBuilder();
        lines.forEach(line -> content.append(line.text()).append(line.ending()));
        return content.toString();
    }
}

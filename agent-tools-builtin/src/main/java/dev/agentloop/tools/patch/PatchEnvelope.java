package dev.agentloop.tools.patch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a patch begins and ends inside a text: the indexes of its two marker lines. Blank lines and one heredoc may
 * stand around it, anything else is refused, because text outside the markers may be a second patch.
 */
record PatchEnvelope(int begin, int end) {

    private static final Pattern HEREDOC = Pattern.compile("(?:apply_patch\\s+)?<<-?\\s*(['\"]?)(\\w+)\\1");

    static PatchEnvelope find(List<String> lines) {
        int first = 0;
        int last = lines.size() - 1;
        while (first < last && lines.get(first).isBlank()) {
            first++;
        }
        while (last > first && lines.get(last).isBlank()) {
            last--;
        }
        Matcher heredoc = HEREDOC.matcher(lines.get(first).strip());
        if (last - first >= 3 && heredoc.matches() && lines.get(last).strip().equals(heredoc.group(2))) {
            first++;
            last--;
        }
        if (!lines.get(first).strip().equals(PatchParser.BEGIN)) {
            throw notAtMarker(lines, first, "first", PatchParser.BEGIN);
        }
        if (first == last || !lines.get(last).strip().equals(PatchParser.END)) {
            throw notAtMarker(lines, last, "last", PatchParser.END);
        }
        return new PatchEnvelope(first, last);
    }

    private static PatchException notAtMarker(List<String> lines, int index, String which, String marker) {
        String message = "Line %d: the %s line of the patch must be '%s', but it is '%s'."
                .formatted(index + 1, which, marker, lines.get(index).strip());
        return new PatchException(message, index + 1);
    }
}

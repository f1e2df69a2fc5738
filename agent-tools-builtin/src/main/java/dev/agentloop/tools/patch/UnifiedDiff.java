package dev.agentloop.tools.patch;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.List;
import java.util.Optional;

/** Diffs for people, in the form of {@code diff -u}. Time and length stay bounded for any two texts. */
final class UnifiedDiff {

    private static final int CONTEXT_LINES = 3;

    /** The differ takes time and memory by the square of the differences; above, one block is shown as replaced. */
    private static final int MAX_COMPARED_LINES = 3_000;

    private static final int MAX_LINES = 4_000;

    private static final String NO_FILE = "/dev/null";

    private UnifiedDiff() {}

    /** The diff, empty without a changed line; a missing side is a missing file. */
    static String of(String oldName, Optional<List<String>> before, String newName, Optional<List<String>> after) {
        List<String> oldLines = before.orElse(List.of());
        List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(
                before.isPresent() ? "a/" + oldName : NO_FILE,
                after.isPresent() ? "b/" + newName : NO_FILE,
                oldLines,
                compare(oldLines, after.orElse(List.of())),
                CONTEXT_LINES);
        if (lines.isEmpty()) {
            return "";
        }
        String text = String.join("\n", lines.subList(0, Math.min(lines.size(), MAX_LINES))) + "\n";
        return lines.size() <= MAX_LINES ? text : text + "… " + (lines.size() - MAX_LINES) + " more lines\n";
    }

    private static Patch<String> compare(List<String> before, List<String> after) {
        int limit = Math.min(before.size(), after.size());
        int head = 0;
        while (head < limit && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < limit - head && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        int compared = before.size() + after.size() - 2 * (head + tail);
        if (compared <= MAX_COMPARED_LINES) {
            return DiffUtils.diff(before, after);
        }
        Patch<String> patch = new Patch<>();
        patch.addDelta(new ChangeDelta<>(
                new Chunk<>(head, before.subList(head, before.size() - tail)),
                new Chunk<>(head, after.subList(head, after.size() - tail))));
        return patch;
    }
}

package dev.agentloop.tools.patch;

import java.util.List;

/**
 * One place to change in a file.
 *
 * @param number position among the hunks of its file, from 1
 * @param patchLine line of the patch where the hunk starts, from 1
 * @param headers the {@code @@} lines, outermost first; each narrows the search to what follows it
 * @param lines context, removed and added lines in the order of the patch
 * @param endOfFile the hunk must match at the end of the file
 */
record Hunk(int number, int patchLine, List<String> headers, List<Line> lines, boolean endOfFile) {

    Hunk {
        headers = List.copyOf(headers);
        lines = List.copyOf(lines);
    }

    enum Kind {
        CONTEXT,
        REMOVE,
        ADD
    }

    record Line(Kind kind, String text) {

        boolean isOld() {
            return kind != Kind.ADD;
        }

        boolean isNew() {
            return kind != Kind.REMOVE;
        }
    }

    /** The lines that must be in the file already. */
    List<String> oldLines() {
        return lines.stream().filter(Line::isOld).map(Line::text).toList();
    }

    Hunk withLines(List<Line> otherLines) {
        return new Hunk(number, patchLine, headers, otherLines, endOfFile);
    }
}

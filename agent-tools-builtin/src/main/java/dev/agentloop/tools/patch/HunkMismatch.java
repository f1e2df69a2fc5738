package dev.agentloop.tools.patch;

import java.util.List;

/** Words for a hunk that does not fit: what was looked for, where, and how near the file came. */
final class HunkMismatch {

    /** Lines of the patch repeated in a message; the author knows the rest. */
    private static final int QUOTED_LINES = 8;

    private HunkMismatch() {}

    static PatchException header(String path, Hunk hunk, String header, int from) {
        String message = place(path, hunk) + ": no line " + range(from) + " equals the '@@' header '" + header
                + "'. A header must be a whole line of the file; read the file and copy the line.";
        return new PatchException(message, hunk.patchLine());
    }

    static PatchException lines(String path, Hunk hunk, LineMatcher matcher, TextFile file, int from) {
        List<String> old = hunk.oldLines();
        StringBuilder message = new StringBuilder(place(path, hunk))
                .append(": these lines were not found ")
                .append(hunk.endOfFile() ? "at the end of the file" : range(from))
                .append(":\n");
        old.stream().limit(QUOTED_LINES).forEach(line -> message.append(line).append('\n'));
        if (old.size() > QUOTED_LINES) {
            message.append("… and ").append(old.size() - QUOTED_LINES).append(" more lines\n");
        }
        return new PatchException(message.append(hint(old, matcher, file, from)).toString(), hunk.patchLine());
    }

    private static String hint(List<String> old, LineMatcher matcher, TextFile file, int from) {
        LineMatcher.NearMiss near = matcher.nearestTo(old, from);
        if (near.length() == old.size()) {
            return "They stand at line " + (near.start() + 1) + ", which is not the end of the file.";
        }
        if (near.length() > 0) {
            int index = near.start() + near.length();
            String there = index < file.lines().size()
                    ? "line " + (index + 1) + " reads '"
                            + file.lines().get(index).text() + "'"
                    : "the file ends";
            return "The nearest place starts at line " + (near.start() + 1) + "; there " + there
                    + " where the patch has '" + old.get(near.length()) + "'.";
        }
        if (from > 0 && matcher.find(old, 0) != LineMatcher.NOT_FOUND) {
            return "They stand higher up, at line " + (matcher.find(old, 0) + 1)
                    + ". Hunks must follow the order of the file.";
        }
        return "Read the file again and copy the lines as they are now.";
    }

    private static String place(String path, Hunk hunk) {
        return "'" + path + "', hunk " + hunk.number() + " (line " + hunk.patchLine() + " of the patch)";
    }

    private static String range(int from) {
        return from == 0 ? "in the file" : "after line " + from;
    }
}

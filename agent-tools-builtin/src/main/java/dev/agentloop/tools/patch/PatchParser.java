package dev.agentloop.tools.patch;

import static dev.agentloop.tools.patch.Hunk.Kind.ADD;
import static dev.agentloop.tools.patch.Hunk.Kind.CONTEXT;
import static dev.agentloop.tools.patch.Hunk.Kind.REMOVE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the text of a patch. Lenient where models are known to slip and the meaning stays certain: white space around
 * markers, blank lines between operations, an empty line for an empty context line, CRLF, a heredoc around the patch,
 * several {@code @@} lines in a row, no {@code @@} before the first hunk. An {@code *** Environment ID:} line, which
 * chooses a machine in other programs, is skipped.
 */
final class PatchParser {

    static final String BEGIN = "*** Begin Patch";
    static final String END = "*** End Patch";
    static final String ADD_FILE = "*** Add File: ";
    static final String DELETE_FILE = "*** Delete File: ";
    static final String UPDATE_FILE = "*** Update File: ";
    static final String MOVE_TO = "*** Move to: ";
    static final String END_OF_FILE = "*** End of File";
    private static final String ENVIRONMENT_ID = "*** Environment ID: ";
    private static final String HEADER = "@@";

    private final List<String> lines;
    private int next;
    private final int end;

    private PatchParser(List<String> lines, int begin, int end) {
        this.lines = lines;
        this.next = begin;
        this.end = end;
    }

    /**
     * Reads all operations, at least one.
     *
     * @throws PatchException when the text is no patch; names the line
     */
    static List<PatchOperation> parse(String patch) {
        List<String> lines = splitLines(patch);
        PatchEnvelope envelope = PatchEnvelope.find(lines);
        List<PatchOperation> operations = new PatchParser(lines, envelope.begin() + 1, envelope.end()).operations();
        if (operations.isEmpty()) {
            throw new PatchException(
                    "The patch holds no file operation, so no file was modified. " + expectedOperations());
        }
        return operations;
    }

    private static List<String> splitLines(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        return lines;
    }

    private List<PatchOperation> operations() {
        List<PatchOperation> operations = new ArrayList<>();
        if (next < end && lines.get(next).strip().startsWith(ENVIRONMENT_ID)) {
            next++;
        }
        while (next < end) {
            if (lines.get(next).isBlank()) {
                next++;
            } else {
                operations.add(operation());
            }
        }
        return operations;
    }

    private PatchOperation operation() {
        int line = lineNumber();
        String marker = lines.get(next++).strip();
        if (marker.startsWith(ADD_FILE)) {
            return new PatchOperation.Add(line, marker.substring(ADD_FILE.length()), addedLines());
        }
        if (marker.startsWith(DELETE_FILE)) {
            return new PatchOperation.Delete(line, marker.substring(DELETE_FILE.length()));
        }
        if (marker.startsWith(UPDATE_FILE)) {
            return update(line, marker.substring(UPDATE_FILE.length()));
        }
        throw new PatchException(
                "Line " + line + " of the patch: '" + marker + "' starts no file operation. " + expectedOperations(),
                line);
    }

    private static String expectedOperations() {
        return "Write '" + ADD_FILE + "{path}', '" + DELETE_FILE + "{path}' or '" + UPDATE_FILE + "{path}'.";
    }

    private List<String> addedLines() {
        List<String> added = new ArrayList<>();
        while (next < end && lines.get(next).startsWith("+")) {
            added.add(lines.get(next++).substring(1));
        }
        return added;
    }

    private PatchOperation update(int line, String path) {
        Optional<String> moveTo = Optional.empty();
        if (next < end && lines.get(next).strip().startsWith(MOVE_TO)) {
            moveTo = Optional.of(lines.get(next++).strip().substring(MOVE_TO.length()));
        }
        List<Hunk> hunks = new ArrayList<>();
        while (skipEmptyLines() && !lines.get(next).startsWith("***")) {
            hunks.add(hunk(path, hunks.size() + 1));
        }
        if (hunks.isEmpty()) {
            throw new PatchException(
                    "Line " + line + " of the patch: the update of '" + path + "' holds no hunk. Write '@@' and then"
                            + " lines that start with ' ' (context), '-' (removed) or '+' (added).",
                    line);
        }
        return new PatchOperation.Update(line, path, moveTo, hunks);
    }

    private boolean skipEmptyLines() {
        while (next < end && lines.get(next).isEmpty()) {
            next++;
        }
        return next < end;
    }

    private Hunk hunk(String path, int number) {
        int line = lineNumber();
        List<String> headers = new ArrayList<>();
        boolean marked = false;
        while (next < end && isHeader(lines.get(next))) {
            marked = true;
            String header = lines.get(next++).substring(HEADER.length()).stripTrailing();
            if (!header.isEmpty()) {
                headers.add(header.substring(1));
            }
        }
        if (!marked && number > 1) {
            throw unexpected(path, number, "a further hunk must start with '@@'");
        }
        List<Hunk.Line> body = new ArrayList<>();
        while (next < end && isBody(lines.get(next))) {
            body.add(bodyLine(lines.get(next++)));
        }
        if (body.isEmpty()) {
            throw unexpected(
                    path, number, "a hunk needs lines that start with ' ' (context), '-' (removed) or '+' (added)");
        }
        boolean endOfFile = next < end && lines.get(next).stripTrailing().equals(END_OF_FILE);
        if (endOfFile) {
            next++;
        }
        return new Hunk(number, line, headers, body, endOfFile);
    }

    private static boolean isHeader(String line) {
        return line.stripTrailing().equals(HEADER) || line.startsWith(HEADER + " ");
    }

    private static boolean isBody(String line) {
        return line.isEmpty() || line.charAt(0) == ' ' || line.charAt(0) == '-' || line.charAt(0) == '+';
    }

    private static Hunk.Line bodyLine(String line) {
        if (line.isEmpty()) {
            return new Hunk.Line(CONTEXT, "");
        }
        Hunk.Kind kind = switch (line.charAt(0)) {
            case '+' -> ADD;
            case '-' -> REMOVE;
            default -> CONTEXT;
        };
        return new Hunk.Line(kind, line.substring(1));
    }

    private PatchException unexpected(String path, int number, String rule) {
        int line = lineNumber();
        String found = next < end ? "found '" + lines.get(next) + "'" : "the patch ends";
        return new PatchException(
                "Line " + line + " of the patch, hunk " + number + " of '" + path + "': " + rule + ", but " + found
                        + ".",
                line);
    }

    private int lineNumber() {
        return next + 1;
    }
}

package dev.agentloop.tools.patch;

import static dev.agentloop.tools.patch.Hunk.Kind.ADD;
import static dev.agentloop.tools.patch.Hunk.Kind.CONTEXT;
import static dev.agentloop.tools.patch.Hunk.Kind.REMOVE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Applies the hunks of one file to its text. Pure: no file is touched.
 *
 * <p>Hunks are searched from top to bottom, each after the end of the one before, so they cannot overlap. Context lines
 * keep the file's text when they matched loosely. Added lines take the ending of the file's first line, and the last
 * line gets an ending when it had none.
 *
 * <p>A hunk of added lines only goes after its {@code @@} header; without a header, or with the end-of-file marker, to
 * the end of the file. Codex 0.169.0 appends to the end of the file in both cases.
 */
final class HunkApplier {

    private record Replacement(int start, int removed, List<TextFile.Line> inserted) {}

    private final String path;
    private final TextFile file;
    private final LineMatcher matcher;
    private final List<Replacement> replacements = new ArrayList<>();
    private int cursor;

    private HunkApplier(String path, TextFile file) {
        this.path = path;
        this.file = file;
        this.matcher = new LineMatcher(file.texts());
    }

    /**
     * The changed text.
     *
     * @throws PatchException when a hunk does not fit; names file, hunk, patch line and what was looked for
     */
    static TextFile apply(String path, TextFile file, List<Hunk> hunks) {
        HunkApplier applier = new HunkApplier(path, file);
        hunks.forEach(applier::locate);
        return applier.result();
    }

    private void locate(Hunk hunk) {
        for (String header : hunk.headers()) {
            int found = matcher.find(List.of(header), cursor);
            if (found == LineMatcher.NOT_FOUND) {
                throw HunkMismatch.header(path, hunk, header, cursor);
            }
            cursor = found + 1;
        }
        List<String> old = hunk.oldLines();
        if (old.isEmpty()) {
            boolean afterHeader = !hunk.headers().isEmpty() && !hunk.endOfFile();
            replace(afterHeader ? cursor : file.lines().size(), hunk);
            return;
        }
        int start = find(old, hunk);
        if (start == LineMatcher.NOT_FOUND && old.get(old.size() - 1).isEmpty()) {
            Hunk shorter = withoutLastEmptyLine(hunk);
            start = find(shorter.oldLines(), shorter);
            hunk = shorter;
        }
        if (start == LineMatcher.NOT_FOUND) {
            throw HunkMismatch.lines(path, hunk, matcher, file, cursor);
        }
        replace(start, hunk);
        cursor = start + hunk.oldLines().size();
    }

    private int find(List<String> old, Hunk hunk) {
        if (old.isEmpty()) {
            return file.lines().isEmpty() ? 0 : LineMatcher.NOT_FOUND;
        }
        return hunk.endOfFile() ? matcher.findAtEnd(old, cursor) : matcher.find(old, cursor);
    }

    /**
     * The hunk without an empty last old line, which is often only the blank line that ends the patch or the file's
     * final line break. An empty last new line goes with it; an empty context line that new lines follow is added.
     */
    private static Hunk withoutLastEmptyLine(Hunk hunk) {
        List<Hunk.Line> lines = hunk.lines();
        int lastOld = lastIndex(lines, true);
        int lastNew = lastIndex(lines, false);
        List<Hunk.Line> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Hunk.Line line = lines.get(i);
            boolean isOld = line.isOld() && i != lastOld;
            boolean isNew = line.isNew() && !(i == lastNew && line.text().isEmpty());
            if (isOld || isNew) {
                kept.add(new Hunk.Line(isOld ? isNew ? CONTEXT : REMOVE : ADD, line.text()));
            }
        }
        return hunk.withLines(kept);
    }

    private static int lastIndex(List<Hunk.Line> lines, boolean old) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (old ? lines.get(i).isOld() : lines.get(i).isNew()) {
                return i;
            }
        }
        return -1;
    }

    /** One replacement for each run of changed lines; context lines are not touched at all. */
    private void replace(int start, Hunk hunk) {
        int old = start;
        int runStart = start;
        List<TextFile.Line> inserted = new ArrayList<>();
        for (Hunk.Line line : hunk.lines()) {
            switch (line.kind()) {
                case CONTEXT -> {
                    replacements.add(new Replacement(runStart, old - runStart, List.copyOf(inserted)));
                    inserted.clear();
                    old++;
                    runStart = old;
                }
                case REMOVE -> old++;
                case ADD -> inserted.add(new TextFile.Line(line.text(), file.ending()));
            }
        }
        replacements.add(new Replacement(runStart, old - runStart, inserted));
    }

    private TextFile result() {
        List<TextFile.Line> lines = new ArrayList<>();
        int copied = 0;
        replacements.sort(Comparator.comparingInt(Replacement::start));
        for (Replacement replacement : replacements) {
            lines.addAll(file.lines().subList(copied, replacement.start()));
            lines.addAll(replacement.inserted());
            copied = replacement.start() + replacement.removed();
        }
        lines.addAll(file.lines().subList(copied, file.lines().size()));
        lines.replaceAll(line -> line.ending().isEmpty() ? new TextFile.Line(line.text(), file.ending()) : line);
        return new TextFile(lines);
    }
}

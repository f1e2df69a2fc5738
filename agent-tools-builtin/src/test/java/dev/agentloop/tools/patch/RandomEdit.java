package dev.agentloop.tools.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A text of distinct lines, the same after random edits, and hunks that describe the edits with enough context to be
 * certain.
 */
record RandomEdit(String before, String after, List<Hunk> hunks) {

    static RandomEdit of(Random random) {
        int count = 1 + random.nextInt(30);
        List<TextFile.Line> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(new TextFile.Line(indent(random) + "line \u2013 " + i, ending(random)));
        }
        if (random.nextInt(4) == 0) {
            lines.set(count - 1, new TextFile.Line("last", ""));
        }
        TextFile before = new TextFile(lines);
        List<TextFile.Line> after = new ArrayList<>();
        List<Hunk> hunks = new ArrayList<>();
        int copied = 0;
        while (copied < count) {
            int start = copied + random.nextInt(count - copied);
            int end = start + 1 + random.nextInt(Math.min(5, count - start));
            after.addAll(lines.subList(copied, start));
            hunks.add(new Hunk(hunks.size() + 1, 0, List.of(), body(before, start, end, after, random), false));
            copied = end + random.nextInt(10);
            after.addAll(lines.subList(end, Math.min(copied, count)));
        }
        after.replaceAll(line -> line.ending().isEmpty() ? new TextFile.Line(line.text(), before.ending()) : line);
        return new RandomEdit(before.content(), new TextFile(after).content(), hunks);
    }

    private static List<Hunk.Line> body(TextFile before, int start, int end, List<TextFile.Line> after, Random random) {
        List<Hunk.Line> body = new ArrayList<>();
        for (TextFile.Line line : before.lines().subList(start, end)) {
            if (random.nextInt(3) == 0) {
                String added = "added " + random.nextInt(100);
                body.add(new Hunk.Line(Hunk.Kind.ADD, added));
                after.add(new TextFile.Line(added, before.ending()));
            }
            boolean removed = random.nextInt(3) == 0;
            body.add(new Hunk.Line(removed ? Hunk.Kind.REMOVE : Hunk.Kind.CONTEXT, loosely(line.text(), random)));
            if (!removed) {
                after.add(line);
            }
        }
        return body;
    }

    /** The line as a model might remember it. */
    private static String loosely(String line, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> line + " ";
            case 1 -> line.strip();
            case 2 -> line.replace('\u2013', '-');
            default -> line;
        };
    }

    private static String indent(Random random) {
        return " ".repeat(random.nextInt(3));
    }

    private static String ending(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> "\r\n";
            case 1 -> "\r";
            default -> "\n";
        };
    }
}

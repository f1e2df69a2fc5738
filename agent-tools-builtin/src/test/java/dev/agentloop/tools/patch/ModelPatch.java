package dev.agentloop.tools.patch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The simplest description of what a patch means, on texts with LF only: slow, and written apart from the engine. */
final class ModelPatch {

    private static final List<UnaryOperator<String>> LEVELS = List.of(
            line -> line,
            line -> line.replaceAll("\\s+$", ""),
            String::strip,
            line -> line.strip().replace('\u2013', '-').replaceAll("[\u201c\u201d]", "\""));

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private ModelPatch() {}

    /** The tree afterwards; empty when the patch must be refused. */
    static Optional<Map<String, String>> apply(Map<String, String> tree, List<PatchOperation> operations) {
        Map<String, String> result = new TreeMap<>(tree);
        try {
            for (PatchOperation operation : operations) {
                apply(result, operation);
            }
            return Optional.of(result);
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private static void apply(Map<String, String> tree, PatchOperation operation) throws Refused {
        String path = normal(operation.path());
        if (operation instanceof PatchOperation.Add add) {
            tree.put(path, text(add.lines()));
        } else if (operation instanceof PatchOperation.Delete) {
            refuseIf(tree.remove(path) == null);
        } else if (operation instanceof PatchOperation.Update update) {
            refuseIf(!tree.containsKey(path));
            List<String> lines = lines(tree.remove(path));
            tree.put(normal(update.target()), text(changed(lines, update.hunks())));
        }
    }

    private static String normal(String path) {
        return Path.of(path).normalize().toString();
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** Each line becomes a cell: what is put before it, and the line itself or nothing. The last cell is the end. */
    private static List<String> changed(List<String> lines, List<Hunk> hunks) throws Refused {
        int count = lines.size();
        List<List<String>> before = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            before.add(new ArrayList<>());
        }
        boolean[] removed = new boolean[count];
        int cursor = 0;
        for (Hunk hunk : hunks) {
            for (String header : hunk.headers()) {
                cursor = find(lines, List.of(header.stripTrailing()), cursor) + 1;
            }
            cursor = apply(lines, hunk, cursor, before, removed);
        }
        List<String> result = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            result.addAll(before.get(i));
            if (i < count && !removed[i]) {
                result.add(lines.get(i));
            }
        }
        return result;
    }

    private static int apply(List<String> lines, Hunk hunk, int cursor, List<List<String>> before, boolean[] removed)
            throws Refused {
        List<String> old = hunk.oldLines();
        if (old.isEmpty()) {
            int at = hunk.headers().isEmpty() || hunk.endOfFile() ? lines.size() : cursor;
            hunk.lines().forEach(line -> before.get(at).add(line.text()));
            return cursor;
        }
        List<Hunk.Line> body = hunk.lines();
        int start;
        try {
            start = find(lines, old, from(hunk, old, lines, cursor));
        } catch (Refused e) {
            refuseIf(!old.get(old.size() - 1).isEmpty() || (old.size() == 1 && !lines.isEmpty()));
            body = shorter(body);
            old = old.subList(0, old.size() - 1);
            start = find(lines, old, from(hunk, old, lines, cursor));
        }
        int at = start;
        int run = start;
        for (Hunk.Line line : body) {
            switch (line.kind()) {
                case ADD -> before.get(run).add(line.text());
                case REMOVE -> removed[at++] = true;
                case CONTEXT -> run = ++at;
            }
        }
        return start + old.size();
    }

    /** Old and new text lose their last line, the new one only when it is empty. */
    private static List<Hunk.Line> shorter(List<Hunk.Line> body) {
        int lastOld = -1;
        int lastNew = -1;
        for (int i = 0; i < body.size(); i++) {
            lastOld = body.get(i).isOld() ? i : lastOld;
            lastNew = body.get(i).isNew() ? i : lastNew;
        }
        List<Hunk.Line> result = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            String text = body.get(i).text();
            boolean inOld = body.get(i).isOld() && i != lastOld;
            boolean inNew = body.get(i).isNew() && (i != lastNew || !text.isEmpty());
            if (inOld && inNew) {
                result.add(new Hunk.Line(Hunk.Kind.CONTEXT, text));
            } else if (inOld) {
                result.add(new Hunk.Line(Hunk.Kind.REMOVE, text));
            } else if (inNew) {
                result.add(new Hunk.Line(Hunk.Kind.ADD, text));
            }
        }
        return result;
    }

    private static int from(Hunk hunk, List<String> old, List<String> lines, int cursor) {
        return hunk.endOfFile() ? Math.max(cursor, lines.size() - old.size()) : cursor;
    }

    private static int find(List<String> lines, List<String> wanted, int from) throws Refused {
        for (UnaryOperator<String> level : LEVELS) {
            List<String> needle = wanted.stream().map(level).toList();
            for (int start = from; start + wanted.size() <= lines.size(); start++) {
                if (lines.subList(start, start + wanted.size()).stream()
                        .map(level)
                        .toList()
                        .equals(needle)) {
                    return start;
                }
            }
        }
        throw new Refused();
    }

    private static void refuseIf(boolean condition) throws Refused {
        if (condition) {
            throw new Refused();
        }
    }
}

package dev.agentloop.tools.patch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Small trees and patches that hit and miss them about equally often. */
final class RandomPatches {

    /** Few and similar, so that loose matches, repeated lines and empty lines are common. */
    private static final List<String> LINES =
            List.of("a", "b", "c", "d", "", "a", "  a", "a  ", "\tb", "x - y", "x \u2013 y", "\u201ca\u201d", "\"a\"");

    private static final List<String> PATHS = List.of("f", "g", "dir/f", "dir/sub/g", "new", "other/new", "./f");

    private final Random random;

    RandomPatches(Random random) {
        this.random = random;
    }

    Map<String, String> tree() {
        Map<String, String> tree = new TreeMap<>();
        for (String path : List.of("f", "g", "dir/f", "dir/sub/g")) {
            if (random.nextInt(5) > 0) {
                List<String> lines = lines(random.nextInt(9));
                String end = lines.isEmpty() || random.nextInt(6) == 0 ? "" : "\n";
                tree.put(path, String.join("\n", lines) + end);
            }
        }
        return tree;
    }

    List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(pick(LINES));
        }
        return lines;
    }

    List<PatchOperation> operations(Map<String, String> tree) {
        List<PatchOperation> operations = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            operations.add(operation(tree));
        }
        return operations;
    }

    private PatchOperation operation(Map<String, String> tree) {
        String path = random.nextInt(4) > 0 && !tree.isEmpty() ? pick(List.copyOf(tree.keySet())) : pick(PATHS);
        return switch (random.nextInt(6)) {
            case 0 -> new PatchOperation.Add(0, path, lines(random.nextInt(4)));
            case 1 -> new PatchOperation.Delete(0, path);
            default -> {
                Optional<String> moveTo = random.nextInt(5) == 0 ? Optional.of(pick(PATHS)) : Optional.empty();
                yield new PatchOperation.Update(0, path, moveTo, hunks(tree.getOrDefault(path, "a\nb\n")));
            }
        };
    }

    private List<Hunk> hunks(String content) {
        List<String> lines = TextFile.of(content).texts();
        List<Hunk> hunks = new ArrayList<>();
        int from = 0;
        for (int number = random.nextInt(3); number >= 0; number--) {
            int start = Math.min(lines.size(), from + random.nextInt(3));
            int end = Math.min(lines.size(), start + random.nextInt(4));
            List<String> headers = random.nextInt(4) > 0
                    ? List.of()
                    : List.of(start > 0 && random.nextBoolean() ? lines.get(start - 1) : pick(LINES));
            headers = headers.stream().filter(header -> !header.isBlank()).toList();
            List<Hunk.Line> body = body(lines.subList(start, end));
            boolean endOfFile = end == lines.size() ? random.nextBoolean() : random.nextInt(8) == 0;
            hunks.add(new Hunk(hunks.size() + 1, 0, headers, body, endOfFile));
            from = random.nextInt(8) == 0 ? 0 : end;
        }
        return hunks;
    }

    private List<Hunk.Line> body(List<String> lines) {
        List<Hunk.Line> body = new ArrayList<>();
        for (String line : lines) {
            String written = random.nextInt(8) == 0 ? pick(LINES) : random.nextInt(8) == 0 ? line + " " : line;
            switch (random.nextInt(4)) {
                case 0 -> body.add(new Hunk.Line(Hunk.Kind.REMOVE, written));
                case 1 ->
                    Collections.addAll(
                            body, new Hunk.Line(Hunk.Kind.ADD, pick(LINES)), new Hunk.Line(Hunk.Kind.CONTEXT, written));
                default -> body.add(new Hunk.Line(Hunk.Kind.CONTEXT, written));
            }
        }
        if (body.isEmpty() || random.nextInt(3) == 0) {
            body.add(new Hunk.Line(Hunk.Kind.ADD, pick(LINES)));
        }
        return body;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

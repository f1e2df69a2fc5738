package dev.agentloop.tools.files;

import dev.agentloop.sandbox.Access;
import dev.agentloop.tool.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Goes through the files below a directory in a fixed order: those of a directory by name, then its directories by
 * name. Links are not followed. Left out: what the policy does not let be read, {@code .git}, and what
 * {@code .gitignore} files exclude. Ends early on cancellation, after a time, or when the visitor has enough.
 */
final class FileWalk {

    /** A search that needs longer should be narrowed; what was found by then is answered. */
    private static final Duration MAX_TIME = Duration.ofSeconds(20);

    private static final int MAX_DEPTH = 100;

    private static final String GIT = ".git";

    /** Sees each file with the directory it can be opened from; says whether to go on. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(RealDirectory directory, Path name, Path realPath) throws IOException;
    }

    private record Level(Path directory, int depth, IgnoreRules ignored) {}

    private final SessionFiles files;
    private final Cancellation cancellation;
    private final long startNanos = System.nanoTime();
    private final List<String> notes = new ArrayList<>();
    private int refused;
    private int unreadable;

    FileWalk(SessionFiles files, Cancellation cancellation) {
        this.files = files;
        this.cancellation = cancellation;
    }

    void walk(Path root, Visitor visitor) throws IOException {
        Deque<Level> todo = new ArrayDeque<>();
        todo.push(new Level(root, 0, IgnoreRules.above(root, files.workingDirectory())));
        while (!todo.isEmpty()) {
            Level level = todo.pop();
            try {
                if (!visit(level, visitor, todo)) {
                    return;
                }
            } catch (IOException e) {
                if (level.depth() == 0) {
                    throw e;
                }
                unreadable++;
            }
        }
    }

    private boolean visit(Level level, Visitor visitor, Deque<Level> todo) throws IOException {
        List<Level> below = new ArrayList<>();
        try (RealDirectory directory = RealDirectory.open(level.directory())) {
            IgnoreRules ignored = level.ignored().with(directory, level.directory());
            for (Path name : directory.names()) {
                if (mustStop()) {
                    return false;
                }
                Path path = level.directory().resolve(name);
                PathKind kind = directory.kind(name);
                boolean wanted = kind == PathKind.FILE || kind == PathKind.DIRECTORY;
                if (!wanted || name.toString().equals(GIT) || ignored.excludes(path, kind == PathKind.DIRECTORY)) {
                    continue;
                }
                if (files.refusal(path, Access.READ).isPresent()) {
                    refused++;
                } else if (kind == PathKind.DIRECTORY) {
                    below.add(new Level(path, level.depth() + 1, ignored));
                } else if (!visitor.visit(directory, name, path)) {
                    return false;
                }
            }
        }
        if (level.depth() < MAX_DEPTH) {
            for (int i = below.size() - 1; i >= 0; i--) {
                todo.push(below.get(i));
            }
        }
        return true;
    }

    private boolean mustStop() {
        cancellation.throwIfCancelled();
        boolean late = System.nanoTime() - startNanos > MAX_TIME.toNanos();
        if (late) {
            notes.add("stopped after " + MAX_TIME.toSeconds() + " seconds; narrow the search");
        }
        return late;
    }

    /** What the answer leaves out, in words for the model. */
    List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (refused > 0) {
            all.add(refused + " files or directories must not be read");
        }
        if (unreadable > 0) {
            all.add(unreadable + " directories could not be read");
        }
        return all;
    }
}

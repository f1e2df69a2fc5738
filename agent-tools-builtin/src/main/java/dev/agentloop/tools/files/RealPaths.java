package dev.agentloop.tools.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * Turns a path as a model writes it into the place it means: every link on the way followed, {@code ..} taken after
 * links as the operating system does. Unlike {@link Path#toRealPath}, it works for paths whose last parts do not exist
 * yet, and on a tree that is partly planned. Policies are asked about the result, never about the path as written.
 */
public final class RealPaths {

    /** As Linux: more links than this are taken for a loop. */
    private static final int MAX_LINKS = 40;

    /** Looks at one path without following it. */
    @FunctionalInterface
    public interface Lookup {
        PathKind kind(Path path) throws IOException;
    }

    /** What to do with a link in the last place. */
    public enum LastLink {
        FOLLOW,
        KEEP
    }

    private RealPaths() {}

    /** The place that exists or could be created at {@code path}, seen from {@code base}, all links followed. */
    public static Path resolve(Path base, String path) throws IOException {
        return resolve(base, path, LastLink.FOLLOW, PathKind::of);
    }

    /**
     * The place meant by {@code path}, seen from the absolute directory {@code base}.
     *
     * @throws NotDirectoryException when a file stands where a directory is needed
     * @throws FileSystemLoopException when links run in a circle
     * @throws InvalidPathException when the text cannot be a path
     */
    public static Path resolve(Path base, String path, LastLink lastLink, Lookup lookup) throws IOException {
        if (path.isEmpty()) {
            throw new InvalidPathException(path, "The path is empty");
        }
        Path start = base.toRealPath();
        return new Walk(lastLink, lookup).from(start, start.getFileSystem().getPath(path));
    }

    private static final class Walk {
        private final LastLink lastLink;
        private final Lookup lookup;
        private final Deque<Path> todo = new ArrayDeque<>();
        private int links;

        Walk(LastLink lastLink, Lookup lookup) {
            this.lastLink = lastLink;
            this.lookup = lookup;
        }

        Path from(Path start, Path path) throws IOException {
            Path current = push(start, path);
            while (!todo.isEmpty()) {
                String name = todo.pop().toString();
                if (name.equals("..")) {
                    current = Objects.requireNonNullElse(current.getParent(), current);
                } else if (!name.isEmpty() && !name.equals(".")) {
                    current = step(current, current.resolve(name));
                }
            }
            return current;
        }

        private Path step(Path directory, Path child) throws IOException {
            PathKind kind = lookup.kind(child);
            switch (kind) {
                case LINK -> {
                    if (todo.isEmpty() && lastLink == LastLink.KEEP) {
                        return child;
                    }
                    if (++links > MAX_LINKS) {
                        throw new FileSystemLoopException(child.toString());
                    }
                    return push(directory, Files.readSymbolicLink(child));
                }
                case FILE, SPECIAL -> {
                    if (!todo.isEmpty()) {
                        throw new NotDirectoryException(child.toString());
                    }
                }
                default -> {}
            }
            return kind == PathKind.MISSING ? child : asStored(child);
        }

        /** The name as the file system stores it, so that one file has one path where case does not count. */
        private static Path asStored(Path child) throws IOException {
            try {
                return child.toRealPath(LinkOption.NOFOLLOW_LINKS);
            } catch (FileSystemException onlyPlanned) {
                return child;
            }
        }

        private Path push(Path current, Path path) {
            for (int i = path.getNameCount() - 1; i >= 0; i--) {
                todo.push(path.getName(i));
            }
            Path root = path.getRoot();
            return root != null && path.isAbsolute() ? root : current;
        }
    }
}

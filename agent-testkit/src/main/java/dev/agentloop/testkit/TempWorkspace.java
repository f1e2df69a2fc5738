package dev.agentloop.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * A folder for one test, with the files the test puts there. Its path has no symbolic link, so that it equals what
 * tools report. Closing deletes it and follows no link.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TempWorkspace implements AutoCloseable {
    private final Path root;

    private TempWorkspace(Path root) {
        this.root = root;
    }

    /** A new empty folder. */
    public static TempWorkspace create() {
        try {
            return new TempWorkspace(
                    Files.createTempDirectory("agentloop-test-").toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not make a temporary folder: " + e, e);
        }
    }

    /** The folder, absolute. */
    public Path path() {
        return root;
    }

    /** A path inside, which need not exist. */
    public Path path(String relative) {
        Path path = root.resolve(relative).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException(relative + " is outside the workspace");
        }
        return path;
    }

    /** Writes a file, with the folders it needs. */
    public TempWorkspace file(String relative, String content) {
        Path file = path(relative);
        try {
            Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file + ": " + e, e);
        }
    }

    /** The text of a file. */
    public String read(String relative) {
        Path file = path(relative);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file + ": " + e, e);
        }
    }

    /** All files, relative with {@code /}, sorted. */
    public List<String> files() {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !Files.isDirectory(path))
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list " + root + ": " + e, e);
        }
    }

    /** Deletes the folder. Idempotent. */
    @Override
    public void close() {
        if (!Files.exists(root)) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path directory, @org.jspecify.annotations.Nullable IOException problem) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete " + root + ": " + e, e);
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}

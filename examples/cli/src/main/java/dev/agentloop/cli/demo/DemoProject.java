package dev.agentloop.cli.demo;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.agentloop.cli.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bundled project, unpacked to a folder. */
final class DemoProject {
    /** The test, as a file of the project and as a class. */
    static final String TEST_FILE = "test/billing/InvoiceTest.java";

    static final String TEST_CLASS = "billing.InvoiceTest";

    /** What a person would type to build and test. */
    static final String TEST_COMMAND =
            "javac -d out src/billing/*.java test/billing/*.java && java -cp out " + TEST_CLASS;

    private static final String SOURCES = "src";
    private static final String RESOURCES = "project/";
    private static final List<String> FILES = List.of(
            "README.md",
            "src/billing/Invoice.java",
            "src/billing/Line.java",
            "src/billing/Money.java",
            "src/billing/Tax.java",
            TEST_FILE);
    private static final int DIFF_CONTEXT_LINES = 3;
    private static final int DELETE_ATTEMPTS = 40;
    private static final Duration DELETE_PAUSE = Duration.ofMillis(50);

    private final Path folder;
    private final boolean keep;

    private DemoProject(Path folder, boolean keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /** Unpacks to a new temporary folder, which is deleted in the end. */
    static DemoProject inTemporaryFolder() throws IOException {
        DemoProject project =
                new DemoProject(Files.createTempDirectory("agentloop-demo-").toRealPath(), false);
        project.unpack();
        return project;
    }

    /**
     * Unpacks to this folder, which is kept.
     *
     * @throws CliException when there is something in it
     */
    static DemoProject keptIn(Path folder) throws IOException {
        if (Files.exists(folder) && !isEmptyFolder(folder)) {
            throw CliException.usage("--keep: " + folder + " is not empty; name a new folder");
        }
        Files.createDirectories(folder);
        DemoProject project = new DemoProject(folder.toRealPath(), true);
        project.unpack();
        return project;
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    private void unpack() throws IOException {
        for (String name : FILES) {
            Path file = folder.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, original(name));
        }
    }

    Path folder() {
        return folder;
    }

    boolean kept() {
        return keep;
    }

    int fileCount() {
        return FILES.size();
    }

    /** A file as it was bundled. */
    static String original(String name) {
        try (InputStream in = DemoProject.class.getResourceAsStream(RESOURCES + name)) {
            return new String(
                    Objects.requireNonNull(in, () -> "The jar lacks the resource " + name)
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + name + " cannot be read", e);
        }
    }

    /** The production code as it is now, sorted. */
    List<Path> sources() throws IOException {
        return javaFiles(SOURCES).stream().map(folder::resolve).toList();
    }

    /** What changed in sources, tests and README, as a unified diff; empty when nothing did. */
    String diff() throws IOException {
        Set<String> names = new TreeSet<>(FILES);
        names.addAll(javaFiles(SOURCES));
        names.addAll(javaFiles("test"));
        StringBuilder diff = new StringBuilder();
        for (String name : names) {
            List<String> before = FILES.contains(name) ? original(name).lines().toList() : List.of();
            Path file = folder.resolve(name);
            List<String> after = Files.exists(file) ? Files.readAllLines(file) : List.of();
            UnifiedDiffUtils.generateUnifiedDiff(
                            "a/" + name, "b/" + name, before, DiffUtils.diff(before, after), DIFF_CONTEXT_LINES)
                    .forEach(line -> diff.append(line).append('\n'));
        }
        return diff.toString();
    }

    private List<String> javaFiles(String top) throws IOException {
        Path start = folder.resolve(top);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    /** Deletes the folder unless it is kept. Harmless when repeated. */
    void close() {
        if (keep) {
            return;
        }
        for (int attempt = 1; Files.exists(folder); attempt++) {
            try {
                delete(folder);
            } catch (IOException e) {
                if (attempt == DELETE_ATTEMPTS) {
                    throw new UncheckedIOException("The temporary folder " + folder + " was not deleted: " + e, e);
                }
                // After a signal a command that is being killed may still write; it is gone in a moment.
                LockSupport.parkNanos(DELETE_PAUSE.toNanos());
            }
        }
    }

    /** Deletes a folder with its content, without following links. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

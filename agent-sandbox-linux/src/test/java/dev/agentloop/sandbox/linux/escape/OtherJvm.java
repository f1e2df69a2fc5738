package dev.agentloop.sandbox.linux.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Another JVM with the classes of this one, as the same user or, started by root, as an ordinary one. */
final class OtherJvm implements AutoCloseable {
    private static final String NOBODY = "65534";
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private final Path folder;
    private final boolean other;

    private OtherJvm(Path folder, boolean other) {
        this.folder = folder;
        this.other = other;
    }

    /**
     * Makes a folder outside of those for temporary files, which the sandbox hides.
     *
     * @param ordinary whether it must not be root; skips the test where that cannot be
     */
    static OtherJvm prepare(boolean ordinary) throws IOException {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        assumeTrue(!ordinary || root, "This user is an ordinary one already");
        assumeTrue(!ordinary || Files.isExecutable(SETPRIV), "Root needs setpriv to become an ordinary user");
        Path parent = root ? Path.of("/var/lib") : Path.of(System.getProperty("user.home"));
        Path folder = Files.createDirectory(parent.resolve(".agentloop-escape-" + UUID.randomUUID()));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new OtherJvm(folder, ordinary);
    }

    /** Runs a program with a mode and a new folder of its own; returns what it printed. */
    List<String> run(Class<?> program, String mode) throws IOException, InterruptedException {
        Path arena = Files.createDirectory(folder.resolve("arena"));
        List<String> argv = new ArrayList<>();
        if (other) {
            Files.setAttribute(arena, "unix:uid", Integer.valueOf(NOBODY));
            argv.addAll(List.of(SETPRIV.toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        argv.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                program.getName(),
                mode,
                arena.toString()));
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().put(Canary.VARIABLE, Canary.value());
        builder.environment().put("AGENTLOOP_UNNAMED", "x");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The class path of this JVM; a copy when the other user may not be able to read it. */
    private String classPath() throws IOException {
        String[] entries = System.getProperty("java.class.path").split(":");
        if (!other) {
            return String.join(":", entries);
        }
        List<String> copies = new ArrayList<>();
        for (String entry : entries) {
            Path original = Path.of(entry);
            if (Files.exists(original)
                    && (Files.isDirectory(original) || entry.contains("agent") || entry.contains("slf4j"))) {
                Path copy = folder.resolve("classes-" + copies.size() + "-" + original.getFileName());
                copy(original, copy);
                copies.add(copy.toString());
            }
        }
        return String.join(":", copies);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = file.equals(from)
                        ? to
                        : to.resolve(from.relativize(file).toString());
                Files.copy(file, copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

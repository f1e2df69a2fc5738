package dev.agentloop.sandbox.linux;

import dev.agentloop.sandbox.GitDirs;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what carries a protected name below a writable folder, when a session opens. */
final class MetadataScan {
    /** Deeper than source trees are; a bound so that a strange file system cannot hold the session up. */
    private static final int MAX_DEPTH = 40;

    /** A walk of so many files takes about a second. */
    private static final int MAX_FILES = 300_000;

    private final Set<Path> found = new TreeSet<>();
    private final Set<Path> links = new LinkedHashSet<>();
    private Optional<String> gap = Optional.empty();

    /** Scans the folder; call once for each. */
    void add(Path root, Set<String> names) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try {
            Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, new Walk(root, names));
        } catch (IOException unreadable) {
            gap = Optional.of(root + " could not be searched: " + unreadable.getMessage());
        }
    }

    /** Files and folders to protect; real ones, no links. */
    Set<Path> found() {
        return found;
    }

    /** Why a protected name may have been missed or cannot be protected; empty when everything is. */
    Optional<String> gap() {
        if (!links.isEmpty()) {
            return Optional.of(links.iterator().next() + " is a symbolic link, which can be replaced");
        }
        return gap;
    }

    private final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Set<String> names;
        private int files;

        Walk(Path root, Set<String> names) {
            this.root = root;
            this.names = names;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (isProtected(folder)) {
                found.add(folder);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isProtected(file)) {
                if (attributes.isSymbolicLink()) {
                    links.add(file);
                    RealPaths.of(file).filter(target -> target.startsWith(root)).ifPresent(found::add);
                } else {
                    found.add(file);
                    GitDirs.of(Objects.requireNonNull(file.getParent(), "file")).stream()
                            .flatMap(target -> RealPaths.of(target).stream())
                            .forEach(found::add);
                }
            }
            if (attributes.isDirectory()) {
                gap = Optional.of(file + " lies deeper than " + MAX_DEPTH + " folders and was not searched");
            }
            if (++files > MAX_FILES) {
                gap = Optional.of(root + " holds more than " + MAX_FILES + " files; not all were searched");
                return FileVisitResult.TERMINATE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            // What this user cannot read the command cannot enter either.
            return FileVisitResult.CONTINUE;
        }

        private boolean isProtected(Path path) {
            return !path.equals(root) && names.contains(path.getFileName().toString());
        }
    }
}

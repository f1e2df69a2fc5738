package dev.agentloop.sandbox.linux;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.SandboxPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns globs into the paths of the workspace they match when a session opens. Files that appear later are not covered, which
 * the report says.
 */
final class GlobScan {
    private GlobScan() {}

    /** The topmost paths whose access a glob decides. */
    static Map<Path, Access> of(SandboxPolicy policy) {
        Map<Path, Access> found = new TreeMap<>();
        boolean globs = policy.entries().stream().anyMatch(entry -> entry.kind() == Entry.Kind.GLOB);
        if (globs && policy.workspace().filter(Files::isDirectory).isPresent()) {
            try {
                Files.walkFileTree(policy.workspace().get(), new Walk(policy, found));
            } catch (IOException unreadable) {
                throw new UncheckedIOException("The workspace cannot be searched for globs", unreadable);
            }
        }
        return found;
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final SandboxPolicy policy;
        private final Map<Path, Access> found;

        Walk(SandboxPolicy policy, Map<Path, Access> found) {
            this.policy = policy;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return look(folder) == Access.NONE ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isSymbolicLink()) {
                look(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            // What this user cannot read the command cannot read either.
            return FileVisitResult.CONTINUE;
        }

        private Access look(Path path) {
            boolean read = policy.decide(path, Access.READ).allowed();
            boolean write = policy.decide(path, Access.WRITE).allowed();
            Access access = write ? Access.WRITE : read ? Access.READ : Access.NONE;
            boolean byGlob = policy.decide(path, Access.WRITE)
                    .entry()
                    .filter(entry -> entry.kind() == Entry.Kind.GLOB)
                    .isPresent();
            if (byGlob) {
                found.put(path, access);
            }
            return access;
        }
    }
}

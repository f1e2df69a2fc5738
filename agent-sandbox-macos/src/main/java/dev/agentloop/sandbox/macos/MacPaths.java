package dev.agentloop.sandbox.macos;

import dev.agentloop.sandbox.GitDirs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file system of this machine, taken for a Mac's. */
final class MacPaths implements HostPaths {
    /** Volumes are case-insensitive unless formatted otherwise; taking them so refuses more, never less. */
    @Override
    public boolean caseSensitive() {
        return false;
    }

    @Override
    public List<Path> temporaryFolders() {
        Path own =
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
        return List.of(Path.of("/tmp"), Path.of("/var/tmp"), own);
    }

    @Override
    public Path real(Path path) {
        Path missing = Path.of("");
        for (Path above = path; above != null; above = above.getParent()) {
            if (Files.exists(above)) {
                try {
                    return above.toRealPath().resolve(missing).normalize();
                } catch (IOException unreadable) {
                    // A folder above it can still be resolved, and then the name itself is kept.
                }
            }
            missing =
                    above.getFileName() == null ? missing : above.getFileName().resolve(missing);
        }
        return path;
    }

    @Override
    public List<Path> gitDirs(Path root) {
        return GitDirs.of(root).stream().map(this::real).toList();
    }
}

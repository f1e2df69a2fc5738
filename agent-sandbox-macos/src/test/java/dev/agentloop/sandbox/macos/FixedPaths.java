package dev.agentloop.sandbox.macos;

import java.nio.file.Path;
import java.util.List;

/** A file system without links. */
record FixedPaths(boolean caseSensitive, List<Path> gitDirs) implements HostPaths {
    /** Judges names like a policy does on this machine, so that both can be compared. */
    static FixedPaths likeThisMachine() {
        return new FixedPaths(System.getProperty("os.name").equals("Linux"), List.of());
    }

    /** A Mac with the usual volume. */
    static FixedPaths mac() {
        return new FixedPaths(false, List.of());
    }

    @Override
    public List<Path> temporaryFolders() {
        return List.of(Path.of("/tmp"), Path.of("/var/tmp"));
    }

    @Override
    public Path real(Path path) {
        return path;
    }

    @Override
    public List<Path> gitDirs(Path root) {
        return gitDirs;
    }
}

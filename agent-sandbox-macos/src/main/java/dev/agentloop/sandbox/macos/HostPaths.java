package dev.agentloop.sandbox.macos;

import java.nio.file.Path;
import java.util.List;

/** What a profile must know of the file system. */
interface HostPaths {
    /** Whether {@code A} and {@code a} are different files. */
    boolean caseSensitive();

    /** The folders for temporary files that commands share with everybody. */
    List<Path> temporaryFolders();

    /** The path as the kernel sees it, without links; of a missing file as it would be. */
    Path real(Path path);

    /** The folders that the {@code .git} file of a work tree points to. */
    List<Path> gitDirs(Path root);
}

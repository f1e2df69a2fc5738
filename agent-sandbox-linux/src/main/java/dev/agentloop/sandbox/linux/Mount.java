package dev.agentloop.sandbox.linux;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** One step of building the file system a command sees, as options of bubblewrap. */
record Mount(List<String> options) {
    Mount {
        options = List.copyOf(options);
    }

    /** A folder or file of the host, unchangeable with everything mounted below it. */
    static Mount readOnly(Path source, Path path) {
        return of("--ro-bind", source, path);
    }

    /** A folder or file of the host, unchangeable; left out where the host does not have it. */
    static Mount readOnlyIfThere(Path path) {
        return of("--ro-bind-try", path, path);
    }

    /** A folder or file of the host that may be changed. */
    static Mount writable(Path source, Path path) {
        return of("--bind", source, path);
    }

    /** An empty folder in memory with these permissions. */
    static Mount empty(String permissions, Path path) {
        return of("--perms", permissions, "--tmpfs", path);
    }

    /** Makes an empty folder unchangeable, after everything inside it was mounted. */
    static Mount sealed(Path path) {
        return of("--remount-ro", path);
    }

    static Mount of(Object... options) {
        return new Mount(Arrays.stream(options).map(Object::toString).toList());
    }
}

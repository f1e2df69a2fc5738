package dev.agentloop.sandbox.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Follows links once, when a session opens: mounts are made on real paths. */
final class RealPaths {
    private RealPaths() {}

    static Optional<Path> of(Path path) {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The path " + path + " of the sandbox policy cannot be read", unreadable);
        }
    }
}

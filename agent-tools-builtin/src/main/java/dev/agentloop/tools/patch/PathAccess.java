package dev.agentloop.tools.patch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Decides which files a patch may change, which includes reading them. Asked about real paths only, so a link cannot
 * hide where it leads. Called on the thread that plans the patch.
 */
@FunctionalInterface
public interface PathAccess {

    /** Why the path must not be changed, for the author of the patch; empty when it may. */
    Optional<String> refusal(Path realPath);

    /**
     * Everything below a directory, nothing else.
     *
     * @throws IOException when the directory does not exist
     */
    static PathAccess within(Path directory) throws IOException {
        Path root = directory.toRealPath();
        return path -> path.startsWith(root)
                ? Optional.empty()
                : Optional.of("It leads to " + path + ", outside of " + root + ".");
    }
}

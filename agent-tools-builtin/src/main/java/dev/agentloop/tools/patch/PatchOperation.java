package dev.agentloop.tools.patch;

import java.util.List;
import java.util.Optional;

/** One file operation of a patch. Paths are kept as written; {@code patchLine} is where the operation starts. */
sealed interface PatchOperation {

    int patchLine();

    String path();

    record Add(int patchLine, String path, List<String> lines) implements PatchOperation {
        public Add {
            lines = List.copyOf(lines);
        }
    }

    record Delete(int patchLine, String path) implements PatchOperation {}

    record Update(int patchLine, String path, Optional<String> moveTo, List<Hunk> hunks) implements PatchOperation {
        public Update {
            hunks = List.copyOf(hunks);
        }

        /** Where the content ends up: the path the summary names. */
        String target() {
            return moveTo.orElse(path);
        }
    }
}

package dev.agentloop.tools.patch;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A patch that cannot be read or applied. The message is written for the author of the patch, model or person: it names
 * the file, the hunk, the line of the patch and what was looked for.
 */
public final class PatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int patchLine;

    PatchException(String message) {
        this(message, 0, null);
    }

    PatchException(String message, int patchLine) {
        this(message, patchLine, null);
    }

    PatchException(String message, int patchLine, @Nullable Throwable cause) {
        super(message, cause);
        this.patchLine = patchLine;
    }

    /** The line of the patch text, counted from 1, when the problem belongs to one. */
    public OptionalInt patchLine() {
        return patchLine > 0 ? OptionalInt.of(patchLine) : OptionalInt.empty();
    }
}

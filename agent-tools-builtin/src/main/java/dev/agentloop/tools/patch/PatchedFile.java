package dev.agentloop.tools.patch;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What one operation of a patch does to one file.
 *
 * @param kind what happens
 * @param writtenPath the path the summary names, as the patch has it; the new one when the file moves
 * @param path where the file really is
 * @param movedTo where it goes
 * @param diff a unified diff for people; empty when no line changes or the content is binary
 */
public record PatchedFile(Kind kind, String writtenPath, Path path, Optional<Path> movedTo, String diff) {

    /** The letters of the summary, in its order. */
    public enum Kind {
        ADDED('A'),
        MODIFIED('M'),
        DELETED('D');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }
}

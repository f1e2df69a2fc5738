package dev.agentloop.sandbox.spi;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * How input and output of a process are connected.
 *
 * @param kind pipes, the streams of the JVM, or a pseudo terminal
 * @param rows height of the terminal in characters, 0 without one
 * @param columns width of the terminal in characters, 0 without one
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record StdioMode(Kind kind, int rows, int columns) {

    /** How input and output are connected. */
    public enum Kind {
        /** Three pipes held by the caller. */
        PIPE,
        /** The streams of this JVM, for launchers. */
        INHERIT,
        /** A pseudo terminal; output and errors are one stream. */
        PTY,
        /** A pseudo terminal, relayed to the streams of this JVM, whose size it takes; for launchers. */
        INHERIT_PTY
    }

    /** @throws IllegalArgumentException when a terminal has no size */
    public StdioMode {
        Objects.requireNonNull(kind, "kind");
        if (kind == Kind.PTY && (rows < 1 || columns < 1)) {
            throw new IllegalArgumentException(
                    "A terminal needs at least 1 row and 1 column, not " + rows + "x" + columns);
        }
    }

    /** Three pipes. */
    public static StdioMode pipe() {
        return new StdioMode(Kind.PIPE, 0, 0);
    }

    /** The streams of this JVM. */
    public static StdioMode inherit() {
        return new StdioMode(Kind.INHERIT, 0, 0);
    }

    /** A pseudo terminal, relayed to the streams of this JVM. */
    public static StdioMode inheritPty() {
        return new StdioMode(Kind.INHERIT_PTY, 0, 0);
    }

    /** A pseudo terminal of this size. */
    public static StdioMode pty(int rows, int columns) {
        return new StdioMode(Kind.PTY, rows, columns);
    }
}

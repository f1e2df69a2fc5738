package dev.agentloop.tool;

import org.apiguardian.api.API;

/**
 * How a command's input and output are connected.
 *
 * @param pty whether the command sees a terminal; then output and errors are one stream
 * @param rows height in characters, 0 without a terminal
 * @param columns width in characters, 0 without a terminal
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Terminal(boolean pty, int rows, int columns) {
    /** @throws IllegalArgumentException when a terminal has no size */
    public Terminal {
        if (pty && (rows < 1 || columns < 1)) {
            throw new IllegalArgumentException(
                    "A terminal needs at least 1 row and 1 column, not " + rows + "x" + columns);
        }
    }

    /** Three pipes. */
    public static Terminal pipes() {
        return new Terminal(false, 0, 0);
    }

    /** A pseudo terminal of this size. */
    public static Terminal pty(int rows, int columns) {
        return new Terminal(true, rows, columns);
    }
}

package dev.agentloop.tool;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/** A started command. Owned by its session, which kills it at the latest when it closes. Thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface RunningCommand extends AutoCloseable {
    /** The command's input. Closing it is the end of input. */
    OutputStream stdin();

    /** The command's output; with a terminal, output and errors. */
    InputStream stdout();

    /** The command's errors; always at its end with a terminal. */
    InputStream stderr();

    /** The exit code (128 + n after signal n), empty while it runs. */
    OptionalInt exitCode();

    /**
     * Waits for the end.
     *
     * @return whether it ended within the time
     * @throws InterruptedException when the waiting thread is interrupted; the command goes on
     */
    boolean waitFor(Duration time) throws InterruptedException;

    /**
     * Tells the terminal's new size.
     *
     * @throws UnsupportedOperationException without a terminal, or when the sandbox cannot; the message says which
     */
    void resize(int rows, int columns);

    /**
     * Asks the command to end, by the signal that it may answer with a clean end (SIGTERM where there are signals). Does
     * not wait; a command may ignore it. Does nothing where there is no such way.
     */
    default void terminate() {}

    /** Kills the whole process tree. Harmless when it has ended. */
    void kill();

    /** Same as {@link #kill()}. */
    @Override
    default void close() {
        kill();
    }
}

package dev.agentloop.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * How a command ended. A command that could not be started has no result; starting it throws.
 *
 * @param exitCode the exit code of the command; 128 + n when signal n ended it
 * @param signal the signal that ended it, as far as it can be told from the exit code
 * @param stdout what it wrote to standard output
 * @param stderr what it wrote to standard error; empty under a terminal, which has one stream
 * @param duration from start to end
 * @param timedOut whether it was ended because its time was over
 * @param violations what the sandbox refused meanwhile, as far as it is known
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CommandResult(
        int exitCode,
        OptionalInt signal,
        CapturedOutput stdout,
        CapturedOutput stderr,
        Duration duration,
        boolean timedOut,
        List<Violation> violations) {
    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;

    public CommandResult {
        Objects.requireNonNull(signal, "signal");
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
        Objects.requireNonNull(duration, "duration");
        violations = List.copyOf(violations);
    }

    /** Tells whether the exit code is 0 and the time was not over. */
    public boolean succeeded() {
        return exitCode == 0 && !timedOut;
    }

    /**
     * Reads a signal from an exit code by the shells' convention. A program that itself exits with 128 + n cannot be told
     * from one that a signal ended.
     */
    public static OptionalInt signalOf(int exitCode) {
        int signal = exitCode - SIGNAL_BASE;
        return signal >= 1 && signal <= LAST_SIGNAL ? OptionalInt.of(signal) : OptionalInt.empty();
    }
}

package dev.agentloop.sandbox.spi.support;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.SandboxedProcess;
import dev.agentloop.sandbox.spi.StdioMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/** Runs one command to its end: writes its input, reads both outputs at the same time, kills it when interrupted. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CommandRun {
    private static final int BUFFER_BYTES = 16 * 1024;

    /** A process that survived the command may hold its output open for ever; what it writes is not the command's. */
    private static final Duration OUTPUT_GRACE = Duration.ofMillis(500);

    /** Sees output while it arrives. Called on the threads that read, one for each stream; must not throw. */
    @FunctionalInterface
    public interface OutputWatcher {
        /**
         * Some bytes arrived; they may begin or end inside a character.
         *
         * @param error whether they came from standard error
         * @param bytes valid during the call only
         * @param length how many of them count
         */
        void arrived(boolean error, byte[] bytes, int length);
    }

    private final SandboxSession session;
    private final int maxOutputBytes;

    /**
     * Commands of this session, each output kept up to a number of bytes.
     *
     * @throws IllegalArgumentException if the number is not positive
     */
    public CommandRun(SandboxSession session, int maxOutputBytes) {
        if (maxOutputBytes < 1) {
            throw new IllegalArgumentException("maxOutputBytes: " + maxOutputBytes + " is not positive");
        }
        this.session = session;
        this.maxOutputBytes = maxOutputBytes;
    }

    /**
     * Runs the command and blocks until it has ended, by itself, at its time-out or by {@link SandboxSession#close}.
     *
     * @throws InterruptedException when the calling thread is interrupted; the command was killed
     * @throws dev.agentloop.sandbox.spi.CommandStartException if it could not be started
     */
    public CommandResult run(CommandSpec command) throws InterruptedException {
        return run(command, (error, bytes, length) -> {});
    }

    /** As {@link #run(CommandSpec)}, with somebody watching the output. */
    public CommandResult run(CommandSpec command, OutputWatcher watcher) throws InterruptedException {
        long started = System.nanoTime();
        int known = session.violations().size();
        SandboxedProcess process = session.start(command, StdioMode.pipe());
        OutputCapture stdout = new OutputCapture(maxOutputBytes);
        OutputCapture stderr = new OutputCapture(maxOutputBytes);
        List<Thread> readers = new ArrayList<>();
        try {
            writeInput(process, command.stdin());
            readers.add(read(process.stdout(), "stdout", process.pid(), (bytes, length) -> {
                stdout.write(bytes, length);
                watcher.arrived(false, bytes, length);
            }));
            readers.add(read(process.stderr(), "stderr", process.pid(), (bytes, length) -> {
                stderr.write(bytes, length);
                watcher.arrived(true, bytes, length);
            }));
            int exitCode = process.waitFor();
            for (Thread reader : readers) {
                reader.join(OUTPUT_GRACE.toMillis());
            }
            CommandResult result = new CommandResult(
                    exitCode,
                    CommandResult.signalOf(exitCode),
                    stdout.result(),
                    stderr.result(),
                    Duration.ofNanos(System.nanoTime() - started),
                    process.timedOut(),
                    List.of());
            return withViolations(command, result, known);
        } catch (InterruptedException interrupted) {
            process.kill();
            throw interrupted;
        }
    }

    private CommandResult withViolations(CommandSpec command, CommandResult result, int known) {
        List<Violation> exact = session.violations();
        List<Violation> violations = new ArrayList<>(exact.subList(Math.min(known, exact.size()), exact.size()));
        violations.addAll(DenialClassifier.classify(session.policy(), command, result));
        return new CommandResult(
                result.exitCode(),
                result.signal(),
                result.stdout(),
                result.stderr(),
                result.duration(),
                result.timedOut(),
                violations.stream().distinct().toList());
    }

    private static void writeInput(SandboxedProcess process, byte[] input) {
        if (input.length == 0) {
            writeAndClose(process.stdin(), input);
        } else {
            start("stdin", process.pid(), () -> writeAndClose(process.stdin(), input));
        }
    }

    private static void writeAndClose(OutputStream stdin, byte[] input) {
        try (stdin) {
            stdin.write(input);
        } catch (IOException commandStoppedReading) {
            // Ordinary: a command need not read its input; how it ended says the rest.
        }
    }

    private interface Sink {
        void take(byte[] bytes, int length);
    }

    private static Thread read(InputStream stream, String what, long pid, Sink into) {
        return start(what, pid, () -> {
            byte[] buffer = new byte[BUFFER_BYTES];
            try (stream) {
                for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                    into.take(buffer, count);
                }
            } catch (IOException closedByKill) {
                // Ordinary: the end of a process by force closes its outputs; what came before is the result.
            }
        });
    }

    private static Thread start(String what, long pid, Runnable body) {
        Thread thread = DaemonThreads.create("agentloop-" + what + "-" + pid, body);
        thread.start();
        return thread;
    }
}

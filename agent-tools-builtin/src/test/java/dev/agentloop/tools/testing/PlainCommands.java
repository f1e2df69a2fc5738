package dev.agentloop.tools.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.sandbox.CapturedOutput;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Runs commands as plain child processes, without a sandbox. */
public final class PlainCommands implements CommandRunner {

    private final List<CommandSpec> started = new CopyOnWriteArrayList<>();

    /** What was asked for, in order. */
    public List<CommandSpec> started() {
        return started;
    }

    @Override
    public CommandResult run(CommandSpec command) {
        started.add(command);
        long start = System.nanoTime();
        try {
            Path out = Files.createTempFile("out", "");
            Path err = Files.createTempFile("err", "");
            Process process = builder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            Duration timeout = command.timeout().orElse(Duration.ofSeconds(10));
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            int code = process.exitValue();
            Duration duration = Duration.ofNanos(System.nanoTime() - start);
            return new CommandResult(
                    code, CommandResult.signalOf(code), captured(out), captured(err), duration, !ended, List.of());
        } catch (IOException e) {
            throw new ToolExecutionException("Cannot start " + command.argv(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolExecutionException("Interrupted", e);
        }
    }

    private static CapturedOutput captured(Path file) throws IOException {
        String text = Files.readString(file);
        Files.delete(file);
        return new CapturedOutput(text, text.getBytes(UTF_8).length, false);
    }

    @Override
    public RunningCommand start(CommandSpec command, Terminal terminal) {
        started.add(command);
        try {
            return new Running(builder(command).start());
        } catch (IOException e) {
            throw new ToolExecutionException("Cannot start " + command.argv(), e);
        }
    }

    private static ProcessBuilder builder(CommandSpec command) {
        ProcessBuilder builder = new ProcessBuilder(command.argv());
        command.workingDirectory().ifPresent(directory -> builder.directory(directory.toFile()));
        builder.environment().putAll(command.environment());
        return builder;
    }

    private record Running(Process process) implements RunningCommand {

        @Override
        public OutputStream stdin() {
            return process.getOutputStream();
        }

        @Override
        public InputStream stdout() {
            return process.getInputStream();
        }

        @Override
        public InputStream stderr() {
            return process.getErrorStream();
        }

        @Override
        public OptionalInt exitCode() {
            return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
        }

        @Override
        public boolean waitFor(Duration time) throws InterruptedException {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void resize(int rows, int columns) {
            throw new UnsupportedOperationException("There is no terminal");
        }

        @Override
        public void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}

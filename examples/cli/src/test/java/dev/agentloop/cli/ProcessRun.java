package dev.agentloop.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process that ran to its end. */
record ProcessRun(int exitCode, String out, String err) {
    private static final long TIMEOUT_SECONDS = 120;

    static Command command(String... argv) {
        return command(List.of(argv));
    }

    static Command command(List<String> argv) {
        return new Command(argv);
    }

    /** A process to be started, with this JVM's environment unless changed; never with a key of a model service. */
    static final class Command {
        private final ProcessBuilder builder;

        private Command(List<String> argv) {
            this.builder = new ProcessBuilder(new ArrayList<>(argv));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().remove("OPENAI_API_KEY");
            builder.environment().remove("AGENTLOOP_JAVA_OPTS");
            builder.environment().remove("AGENTLOOP_DEBUG");
        }

        Command in(Path folder) {
            builder.directory(folder.toFile());
            return this;
        }

        Command variable(String name, String value) {
            builder.environment().put(name, value);
            return this;
        }

        Command without(String name) {
            builder.environment().remove(name);
            return this;
        }

        ProcessRun run() throws IOException, InterruptedException {
            return start().await();
        }

        Running start() throws IOException {
            Path out = Files.createTempFile("process-run-", ".out");
            Path err = Files.createTempFile("process-run-", ".err");
            builder.redirectOutput(out.toFile());
            builder.redirectError(err.toFile());
            Process process = builder.start();
            process.getOutputStream().close();
            return new Running(process, out, err);
        }
    }

    /** A process that runs. */
    record Running(Process process, Path out, Path err) {
        ProcessRun await() throws InterruptedException {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The process did not end in time: " + read(out) + read(err));
            }
            return new ProcessRun(process.exitValue(), read(out), read(err));
        }

        private static String read(Path file) {
            try {
                String text = Files.readString(file);
                Files.delete(file);
                return text;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + file, e);
            }
        }
    }
}

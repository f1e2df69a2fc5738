package dev.agentloop.checks.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A JVM of its own that runs a main method of the tests until it is killed. */
final class KilledJvm implements AutoCloseable {
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private KilledJvm(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader();
        this.errors = errors;
    }

    static KilledJvm start(Path folder, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Djava.io.tmpdir=" + folder, // a killed process leaves its temporary files
                main.getName()));
        command.addAll(List.of(arguments));
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        // Not an argument: the system shows only the beginning of a long command line, and arguments are looked for.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new KilledJvm(builder.start(), errors);
    }

    /** The next line it writes; null when it has ended. */
    @Nullable
    String line() throws IOException {
        return output.readLine();
    }

    /** Waits for a line that it must write. */
    String expectLine() throws IOException {
        String line = line();
        assertThat(line).as("a line of the program, which says: %s", errors()).isNotNull();
        return String.valueOf(line);
    }

    /** Kills it with SIGKILL after a while and returns what it had still written. */
    List<String> kill(long afterMicros) throws IOException, InterruptedException {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(afterMicros)); // the moment is what is tested
        process.toHandle().destroyForcibly(); // that of the process itself would close its output, too
        List<String> rest = output.lines().toList();
        assertThat(process.waitFor()).as(errors()).isEqualTo(KILLED);
        return rest;
    }

    private String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

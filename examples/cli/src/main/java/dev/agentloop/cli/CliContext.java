package dev.agentloop.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command may use of its process. Its streams swallow write errors, so a reader that goes away, as in
 * {@code bin/agent demo | head}, changes nothing but what is seen.
 *
 * @param in the input
 * @param out for results
 * @param err for progress and problems
 * @param environment environment variables
 */
public record CliContext(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    /** The streams, in UTF-8, and the environment of this process; the only place that reads it. */
    static CliContext ofProcess() {
        return new CliContext(System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err), System.getenv());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** A variable that is set and not blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The folder of configuration and sessions; empty when no home folder is known. */
    public Optional<Path> home() {
        return variable("AGENTLOOP_HOME")
                .map(Path::of)
                .or(() -> variable("HOME").or(() -> variable("USERPROFILE")).map(user -> Path.of(user, ".agentloop")));
    }

    /** A writer onto one of the streams. */
    public PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}

package dev.agentloop.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A command to run: its words, never passed through a shell, and its surroundings. The child never inherits the
 * environment of the JVM; it sees what the policy's {@link Environment} lets through and the variables given here, which
 * win. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CommandSpec {
    private final List<String> argv;
    private final Optional<Path> workingDirectory;
    private final Map<String, String> environment;
    private final byte[] stdin;
    private final Optional<Duration> timeout;

    private CommandSpec(Builder builder) {
        this.argv = List.copyOf(builder.argv);
        this.workingDirectory = builder.workingDirectory;
        this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
        this.stdin = builder.stdin;
        this.timeout = builder.timeout;
    }

    /** A command of these words with nothing else set. */
    public static CommandSpec of(String... argv) {
        return builder(argv).build();
    }

    /** Starts from the words of the command: the program, then its arguments. */
    public static Builder builder(String... argv) {
        return new Builder(List.of(argv));
    }

    /** Starts from the words of the command: the program, then its arguments. */
    public static Builder builder(List<String> argv) {
        return new Builder(argv);
    }

    /** The program and its arguments; at least one word. */
    public List<String> argv() {
        return argv;
    }

    /** Where the command runs; empty means the workspace of the policy. */
    public Optional<Path> workingDirectory() {
        return workingDirectory;
    }

    /** Variables added to those of the policy. */
    public Map<String, String> environment() {
        return environment;
    }

    /** A copy of what the command reads from standard input before the end of file; empty means an immediate end. */
    public byte[] stdin() {
        return stdin.clone();
    }

    /** After which time the command is ended; the policy may set a shorter one. */
    public Optional<Duration> timeout() {
        return timeout;
    }

    /** A copy to change. */
    public Builder toBuilder() {
        Builder builder = new Builder(argv);
        builder.workingDirectory = workingDirectory;
        builder.environment.putAll(environment);
        builder.stdin = stdin;
        builder.timeout = timeout;
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommandSpec that
                && argv.equals(that.argv)
                && workingDirectory.equals(that.workingDirectory)
                && environment.equals(that.environment)
                && Arrays.equals(stdin, that.stdin)
                && timeout.equals(that.timeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(argv, workingDirectory, environment, Arrays.hashCode(stdin), timeout);
    }

    /** Shows words and folder; not the values of variables or the input, which may be secret. */
    @Override
    public String toString() {
        return "CommandSpec[argv=" + argv + ", workingDirectory=" + workingDirectory.orElse(null) + ", environment="
                + environment.keySet() + ", stdin=" + stdin.length + " bytes, timeout=" + timeout.orElse(null) + "]";
    }

    /** Collects the parts of a command. Not thread-safe. */
    public static final class Builder {
        private List<String> argv;
        private Optional<Path> workingDirectory = Optional.empty();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private byte[] stdin = new byte[0];
        private Optional<Duration> timeout = Optional.empty();

        private Builder(List<String> argv) {
            this.argv = List.copyOf(argv);
        }

        /** Replaces the words. */
        public Builder argv(List<String> words) {
            this.argv = List.copyOf(words);
            return this;
        }

        /** Sets where the command runs. */
        public Builder workingDirectory(Path directory) {
            this.workingDirectory = Optional.of(directory);
            return this;
        }

        /** Adds a variable. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Adds variables. */
        public Builder environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        /** Sets the input to a text in UTF-8. */
        public Builder stdin(String text) {
            return stdin(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sets the input. */
        public Builder stdin(byte[] bytes) {
            this.stdin = bytes.clone();
            return this;
        }

        /** Sets after which time the command is ended. */
        public Builder timeout(Duration time) {
            this.timeout = Optional.of(time);
            return this;
        }

        /** @throws IllegalArgumentException naming the part that cannot be used */
        public CommandSpec build() {
            if (argv.isEmpty() || argv.get(0).isEmpty()) {
                throw new IllegalArgumentException("argv: name a program");
            }
            if (argv.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
                throw new IllegalArgumentException("argv: a word contains a NUL character");
            }
            workingDirectory = workingDirectory.map(path -> AbsolutePaths.require("workingDirectory", path));
            environment.forEach((name, value) -> Environment.requireVariable("environment", name, value));
            timeout.filter(time -> time.isNegative() || time.isZero()).ifPresent(time -> {
                throw new IllegalArgumentException("timeout: " + time + " is not positive");
            });
            return new CommandSpec(this);
        }
    }
}

package dev.agentloop.sandbox;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Upper bounds for one command with all its processes; an empty value means no bound.
 *
 * @param processes processes and threads at the same time
 * @param memoryBytes memory
 * @param cpuTime processor time of one process
 * @param fileSizeBytes size of one written file
 * @param wallTime time until the command is ended
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ResourceLimits(
        OptionalInt processes,
        OptionalLong memoryBytes,
        Optional<Duration> cpuTime,
        OptionalLong fileSizeBytes,
        Optional<Duration> wallTime) {

    /** @throws IllegalArgumentException if a bound is not positive */
    public ResourceLimits {
        processes.ifPresent(value -> requirePositive("limits.processes", value));
        memoryBytes.ifPresent(value -> requirePositive("limits.memoryBytes", value));
        fileSizeBytes.ifPresent(value -> requirePositive("limits.fileSizeBytes", value));
        cpuTime.ifPresent(value -> requirePositive("limits.cpuTime", value.toMillis()));
        wallTime.ifPresent(value -> requirePositive("limits.wallTime", value.toMillis()));
    }

    /** No bounds. */
    public static ResourceLimits none() {
        return builder().build();
    }

    /** Starts without bounds. */
    public static Builder builder() {
        return new Builder();
    }

    private static void requirePositive(String parameter, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(parameter + ": " + value + " is not positive");
        }
    }

    /** Collects bounds. Not thread-safe. */
    public static final class Builder {
        private OptionalInt processes = OptionalInt.empty();
        private OptionalLong memoryBytes = OptionalLong.empty();
        private Optional<Duration> cpuTime = Optional.empty();
        private OptionalLong fileSizeBytes = OptionalLong.empty();
        private Optional<Duration> wallTime = Optional.empty();

        private Builder() {}

        /** Bounds the number of processes and threads. */
        public Builder processes(int count) {
            this.processes = OptionalInt.of(count);
            return this;
        }

        /** Bounds memory. */
        public Builder memoryBytes(long bytes) {
            this.memoryBytes = OptionalLong.of(bytes);
            return this;
        }

        /** Bounds processor time. */
        public Builder cpuTime(Duration time) {
            this.cpuTime = Optional.of(Objects.requireNonNull(time, "time"));
            return this;
        }

        /** Bounds the size of a written file. */
        public Builder fileSizeBytes(long bytes) {
            this.fileSizeBytes = OptionalLong.of(bytes);
            return this;
        }

        /** Bounds the time a command may take. */
        public Builder wallTime(Duration time) {
            this.wallTime = Optional.of(Objects.requireNonNull(time, "time"));
            return this;
        }

        /** @throws IllegalArgumentException if a bound is not positive */
        public ResourceLimits build() {
            return new ResourceLimits(processes, memoryBytes, cpuTime, fileSizeBytes, wallTime);
        }
    }
}

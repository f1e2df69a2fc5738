package dev.agentloop.sandbox.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Whether a provider works on this machine.
 *
 * @param level whether it can be used
 * @param reasons what is missing or worth knowing, one sentence each; empty only when everything works
 * @param fixHint what a person can do about it; may be empty
 * @param took how long finding out took
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Availability(Level level, List<String> reasons, String fixHint, Duration took) {

    /** Whether a provider can be used. */
    public enum Level {
        /** Everything the provider can do works. */
        AVAILABLE,
        /** It works with less than it could enforce; its report says what. */
        DEGRADED,
        /** It cannot be used. */
        UNAVAILABLE
    }

    /** @throws IllegalArgumentException if a level other than {@link Level#AVAILABLE} comes without a reason */
    public Availability {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(fixHint, "fixHint");
        Objects.requireNonNull(took, "took");
        reasons = List.copyOf(reasons);
        if (level != Level.AVAILABLE && reasons.isEmpty()) {
            throw new IllegalArgumentException("reasons: say why the provider is " + level);
        }
    }

    /** Everything works. */
    public static Availability available(Duration took) {
        return new Availability(Level.AVAILABLE, List.of(), "", took);
    }

    /** It works with less. */
    public static Availability degraded(List<String> reasons, String fixHint, Duration took) {
        return new Availability(Level.DEGRADED, reasons, fixHint, took);
    }

    /** It cannot be used. */
    public static Availability unavailable(String reason, String fixHint, Duration took) {
        return new Availability(Level.UNAVAILABLE, List.of(reason), fixHint, took);
    }

    /** Tells whether a session can be opened. */
    public boolean usable() {
        return level != Level.UNAVAILABLE;
    }
}

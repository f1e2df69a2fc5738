package dev.agentloop.sandbox;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * How far a provider enforces one guarantee.
 *
 * @param level how far
 * @param detail for {@link Level#ENFORCED} the exact mechanism, otherwise why it is not complete; never blank
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Enforcement(Level level, String detail) {

    /** How far a guarantee is enforced. */
    public enum Level {
        /** By the operating system or by construction, for every process of the command. */
        ENFORCED,
        /** In the ordinary case; the detail names the open way. */
        PARTIAL,
        /** Not at all. */
        NOT_ENFORCED
    }

    public Enforcement {
        Objects.requireNonNull(level, "level");
        if (detail.isBlank()) {
            throw new IllegalArgumentException("detail: say by which mechanism, or why not");
        }
    }

    /** Enforced by the named mechanism. */
    public static Enforcement enforced(String mechanism) {
        return new Enforcement(Level.ENFORCED, mechanism);
    }

    /** Enforced in part. */
    public static Enforcement partial(String why) {
        return new Enforcement(Level.PARTIAL, why);
    }

    /** Not enforced. */
    public static Enforcement notEnforced(String why) {
        return new Enforcement(Level.NOT_ENFORCED, why);
    }

    /** Tells whether the level is {@link Level#ENFORCED}. */
    public boolean isEnforced() {
        return level == Level.ENFORCED;
    }
}

package dev.agentloop.sandbox.macos;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a rule is limited to.
 *
 * @param kind how the value is read
 * @param value a path, an expression or a name
 */
record Filter(Kind kind, String value) {
    enum Kind {
        /** Exactly this path. */
        LITERAL("literal"),
        /** This path and everything below it. */
        SUBPATH("subpath"),
        /** Paths that match a {@link SeatbeltRegex}. */
        REGEX("regex"),
        /** A kernel value. */
        SYSCTL_NAME("sysctl-name"),
        /** Kernel values whose name begins so. */
        SYSCTL_NAME_PREFIX("sysctl-name-prefix"),
        /** A system service. */
        GLOBAL_NAME("global-name"),
        /** Which processes; the value is a bare word. */
        TARGET("target");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static Optional<Kind> of(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text.equals(text))
                    .findFirst();
        }
    }

    static Filter literal(String path) {
        return new Filter(Kind.LITERAL, path);
    }

    static Filter subpath(String path) {
        return new Filter(Kind.SUBPATH, path);
    }

    static Filter regex(String expression) {
        return new Filter(Kind.REGEX, expression);
    }

    /** The form in a profile. */
    String text() {
        return "(" + kind.text() + " " + (kind == Kind.TARGET ? value : quote(value)) + ")";
    }

    /** Tells whether a path passes; a filter about something else never does. */
    boolean matchesPath(String path) {
        return switch (kind) {
            case LITERAL -> path.equals(value);
            case SUBPATH -> value.equals("/") || path.equals(value) || path.startsWith(value + "/");
            case REGEX -> SeatbeltRegex.compile(value).matches(path);
            default -> false;
        };
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

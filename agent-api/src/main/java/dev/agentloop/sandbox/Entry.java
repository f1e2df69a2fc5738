package dev.agentloop.sandbox;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * One line of a policy: which files, and what may be done with them. A path covers itself and everything below it.
 *
 * <p>Globs know {@code *} and {@code ?} (inside one name), {@code **} (any number of names), {@code [a-z]} and
 * <code>{a,b}</code>. A glob that does not start with {@code /} is relative to the workspace. A glob that matches a
 * folder covers what is below it.
 *
 * @param kind how {@code value} is read
 * @param value an absolute path, a glob, or the name of a special place
 * @param access what may be done
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Entry(Kind kind, String value, Access access) {

    /** How the value of an entry is read. */
    public enum Kind {
        /** An absolute path. */
        PATH,
        /** A glob pattern. */
        GLOB,
        /** A name of {@link Special}, in lower case. */
        SPECIAL;

        /** The member name in JSON: {@code path}, {@code glob} or {@code special}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Places whose path depends on the machine or the session. */
    public enum Special {
        /** The whole file system. */
        ROOT,
        /** The folder the session works in. */
        WORKSPACE,
        /** The folders for temporary files. */
        TMP;

        /** The name in JSON: {@code root}, {@code workspace} or {@code tmp}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if the value does not fit the kind */
    public Entry {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(access, "access");
        value = switch (kind) {
            case PATH -> AbsolutePaths.require("entries", Path.of(value)).toString();
            case GLOB -> GlobMatcher.requireValid(value);
            case SPECIAL -> special(value).key();
        };
    }

    /** An entry for a path and everything below it. */
    public static Entry path(Path path, Access access) {
        return new Entry(Kind.PATH, path.toString(), access);
    }

    /** An entry for everything a glob matches. */
    public static Entry glob(String pattern, Access access) {
        return new Entry(Kind.GLOB, pattern, access);
    }

    /** An entry for a special place. */
    public static Entry special(Special place, Access access) {
        return new Entry(Kind.SPECIAL, place.key(), access);
    }

    /** Tells whether this entry is about the given special place. */
    public boolean isFor(Special place) {
        return kind == Kind.SPECIAL && value.equals(place.key());
    }

    /** Describes the entry as {@code kind value: access}, as used in reasons and explanations. */
    public String describe() {
        return kind.key() + " " + value + ": " + access.name().toLowerCase(Locale.ROOT);
    }

    private static Special special(String value) {
        for (Special place : Special.values()) {
            if (place.key().equals(value.toLowerCase(Locale.ROOT))) {
                return place;
            }
        }
        throw new IllegalArgumentException(
                "entries: \"" + value + "\" is not a special place; use root, workspace or tmp");
    }
}

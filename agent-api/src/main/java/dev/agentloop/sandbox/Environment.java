package dev.agentloop.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Which environment variables a command sees: those of the host whose names are allowed, then those set here, then those
 * of the command itself. A variable whose name looks like a secret is never taken from the host; who wants to pass one
 * sets it with its value.
 *
 * @param allow names taken from the host when they exist there; a name may end with {@code *}
 * @param set variables with fixed values
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Environment(List<String> allow, Map<String, String> set) {
    private static final List<String> SECRET_PARTS =
            List.of("KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL");

    private static final List<String> DEFAULT_ALLOW = List.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LANGUAGE",
            "LC_*",
            "TZ",
            "TERM",
            "COLORTERM",
            "NO_COLOR",
            "TMPDIR",
            "TEMP",
            "TMP",
            "JAVA_HOME",
            "SYSTEMROOT",
            "COMSPEC",
            "PATHEXT",
            "USERPROFILE");

    /** @throws IllegalArgumentException if a name is malformed, or an allowed name looks like a secret */
    public Environment {
        allow = List.copyOf(allow);
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        for (String name : allow) {
            requireName("environment.allow", name.endsWith("*") ? name.substring(0, name.length() - 1) + "x" : name);
            if (!name.endsWith("*") && looksSecret(name)) {
                throw new IllegalArgumentException(
                        "environment.allow: " + name
                                + " looks like a secret and is never taken from the host; pass it on purpose with set(name, value)");
            }
        }
        set.forEach((name, value) -> requireVariable("environment.set", name, value));
    }

    /** What ordinary programs need: PATH, HOME, the locale, the terminal, temporary folders, JAVA_HOME. */
    public static Environment standard() {
        return new Environment(DEFAULT_ALLOW, Map.of());
    }

    /** Nothing from the host. */
    public static Environment empty() {
        return new Environment(List.of(), Map.of());
    }

    /** The same with one more allowed name. */
    public Environment allowing(String name) {
        List<String> names = new ArrayList<>(allow);
        names.add(name);
        return new Environment(names, set);
    }

    /** The same with one more fixed value. */
    public Environment setting(String name, String value) {
        Map<String, String> values = new LinkedHashMap<>(set);
        values.put(name, value);
        return new Environment(allow, values);
    }

    /** The variables of a command, sorted by name, given those of the host. Pure. */
    public Map<String, String> resolve(Map<String, String> host) {
        Map<String, String> result = new TreeMap<>();
        host.forEach((name, value) -> {
            if (!looksSecret(name) && allow.stream().anyMatch(pattern -> covers(pattern, name))) {
                result.put(name, value);
            }
        });
        result.putAll(set);
        return Collections.unmodifiableMap(result);
    }

    /** Tells whether a name contains one of the words that secrets are named with, in any case. */
    public static boolean looksSecret(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return SECRET_PARTS.stream().anyMatch(upper::contains);
    }

    static void requireVariable(String parameter, String name, String value) {
        requireName(parameter, name);
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(parameter + ": the value of " + name + " contains a NUL character");
        }
    }

    private static void requireName(String parameter, String name) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    parameter + ": \"" + name.replace('\0', '?') + "\" is not a name of a variable");
        }
    }

    private static boolean covers(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(name);
    }
}

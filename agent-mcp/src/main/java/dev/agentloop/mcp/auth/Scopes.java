package dev.agentloop.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A set of scopes, in the order in which they were named.
 *
 * @param names the scopes
 */
record Scopes(Set<String> names) {
    static final Scopes NONE = new Scopes(Set.of());

    Scopes {
        names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }

    /** Reads a list separated by spaces. */
    static Scopes of(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : text.split(" ")) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return new Scopes(names);
    }

    static Scopes of(Collection<String> names) {
        return new Scopes(new LinkedHashSet<>(names));
    }

    /** Reads a JSON array; nothing when it is none. */
    static Scopes of(JsonNode array) {
        Set<String> names = new LinkedHashSet<>();
        array.forEach(each -> names.add(each.asText()));
        return new Scopes(names);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    boolean containsAll(Scopes other) {
        return names.containsAll(other.names);
    }

    Scopes and(Scopes other) {
        Set<String> union = new LinkedHashSet<>(names);
        union.addAll(other.names);
        return new Scopes(union);
    }

    /** The scopes separated by spaces, as requests carry them. */
    @Override
    public String toString() {
        return String.join(" ", names);
    }
}

package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One place of a policy document. Reading something that is not there in the expected form fails with the name of the place
 * and that form.
 *
 * @param place such as {@code entries[2].access}; empty for the whole document
 */
record PolicyNode(String place, JsonNode node) {
    /** Checks that this is an object with no other members; a misspelt one must not widen a policy unseen. */
    PolicyNode object(String... known) {
        if (!node.isObject()) {
            throw expected("an object with the members " + String.join(", ", known));
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!Set.of(known).contains(name)) {
                throw new IllegalArgumentException(
                        at(name) + ": this member is not known; expected are " + String.join(", ", known));
            }
        });
        return this;
    }

    /** Reads a member if it is there. */
    void member(String name, Consumer<PolicyNode> read) {
        if (node.has(name)) {
            read.accept(new PolicyNode(at(name), node.get(name)));
        }
    }

    /** A member that must be there. */
    PolicyNode required(String name, String form) {
        if (!node.has(name)) {
            throw new IllegalArgumentException(at(name) + ": this member is missing; expected " + form);
        }
        return new PolicyNode(at(name), node.get(name));
    }

    <T> List<T> list(String form, Function<PolicyNode, T> element) {
        if (!node.isArray()) {
            throw expected(form);
        }
        List<T> all = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            all.add(element.apply(new PolicyNode(place + "[" + i + "]", node.get(i))));
        }
        return all;
    }

    String text(String form) {
        if (!node.isTextual()) {
            throw expected(form);
        }
        return node.textValue();
    }

    boolean bool() {
        if (!node.isBoolean()) {
            throw expected("true or false");
        }
        return node.booleanValue();
    }

    int integer(String form) {
        if (!node.isInt()) {
            throw expected(form);
        }
        return node.intValue();
    }

    long wholeNumber(String form) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw expected(form);
        }
        return node.longValue();
    }

    /** A constant by its name in lower case. */
    <E extends Enum<E>> E constant(Class<E> type) {
        String names = Stream.of(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        String text = text("one of " + names);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw expected("one of " + names);
    }

    /** Makes a value whose own check may refuse it, and puts the place before its message. */
    <T> T make(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            int colon = message.indexOf(": ");
            boolean named = colon > 0 && message.substring(0, colon).chars().allMatch(PolicyNode::isPartOfName);
            throw new IllegalArgumentException(place + ": " + (named ? message.substring(colon + 2) : message), e);
        }
    }

    IllegalArgumentException expected(String form) {
        String found = node.toString();
        String shown = found.length() > 60 ? found.substring(0, 60) + "…" : found;
        return new IllegalArgumentException(
                (place.isEmpty() ? "the policy" : place) + ": found " + shown + ", expected " + form);
    }

    /** The names of the members that are there, sorted. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private static boolean isPartOfName(int c) {
        return Character.isLetterOrDigit(c) || c == '.';
    }
}

package dev.agentloop.sandbox.macos;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the part of the profile language that {@link Profile#text} writes, and nothing else: an unknown word is an error, so
 * that a simulated answer is never about half a profile.
 */
final class ProfileParser {
    private static final char END = '\0';

    private final String text;
    private int at;

    private ProfileParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException naming the place, if the text is not in the known part of the language */
    static Profile parse(String text) {
        ProfileParser parser = new ProfileParser(text);
        parser.expect("version", "1");
        parser.expect("deny", "default");
        List<Rule> rules = new ArrayList<>();
        while (parser.peek() != END) {
            rules.add(parser.rule());
        }
        return new Profile(rules);
    }

    private void expect(String... words) {
        take('(');
        for (String word : words) {
            String found = word();
            if (!found.equals(word)) {
                throw error("expected \"" + word + "\" but found \"" + found + "\"");
            }
        }
        take(')');
    }

    private Rule rule() {
        take('(');
        String verdict = word();
        if (!verdict.equals("allow") && !verdict.equals("deny")) {
            throw error("unknown rule \"" + verdict + "\"");
        }
        List<Operation> operations = new ArrayList<>();
        while (peek() != '(' && peek() != ')') {
            String name = word();
            operations.add(Operation.of(name).orElseThrow(() -> error("unknown operation \"" + name + "\"")));
        }
        if (operations.isEmpty()) {
            throw error("a rule without an operation");
        }
        List<Filter> filters = new ArrayList<>();
        while (peek() != ')') {
            filters.add(filter());
        }
        take(')');
        return new Rule(verdict.equals("allow"), operations, filters);
    }

    private Filter filter() {
        take('(');
        String name = word();
        Filter.Kind kind = Filter.Kind.of(name).orElseThrow(() -> error("unknown filter \"" + name + "\""));
        String value = kind == Filter.Kind.TARGET ? word() : string();
        take(')');
        if (kind == Filter.Kind.REGEX) {
            SeatbeltRegex.compile(value);
        }
        return new Filter(kind, value);
    }

    private String word() {
        peek();
        int start = at;
        while (at < text.length() && "()\"; \n\t\r".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (start == at) {
            throw error("expected a word");
        }
        return text.substring(start, at);
    }

    private String string() {
        take('"');
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                c = at < text.length() ? text.charAt(at++) : END;
                if (c != '\\' && c != '"') {
                    throw error("unknown escape in a string");
                }
            }
            value.append(c);
        }
        if (at == text.length()) {
            throw error("a string without an end");
        }
        at++;
        return value.toString();
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw error("expected " + expected);
        }
        at++;
    }

    /** The next character that is not white space. */
    private char peek() {
        while (at < text.length() && " \n\t\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private IllegalArgumentException error(String what) {
        long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        return new IllegalArgumentException("profile, line " + line + ": " + what);
    }
}

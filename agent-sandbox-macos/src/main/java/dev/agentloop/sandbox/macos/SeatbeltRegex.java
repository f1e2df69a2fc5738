package dev.agentloop.sandbox.macos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The expressions that generated profiles contain: {@code ^} first, characters, classes, groups with alternatives, {@code *},
 * {@code +}, {@code ?}, and {@code $}. Written by hand because simulated answers must depend on nothing but this subset, and
 * because matching by sets of positions takes bounded time on hostile patterns.
 */
final class SeatbeltRegex {
    private static final String SPECIAL = ".*+?()[]{}|^$\\";

    private final Node node;

    private SeatbeltRegex(Node node) {
        this.node = node;
    }

    /** @throws IllegalArgumentException if the expression is outside the subset */
    static SeatbeltRegex compile(String expression) {
        if (!expression.startsWith("^")) {
            throw new IllegalArgumentException("The expression " + expression + " does not start with ^");
        }
        Reader reader = new Reader(expression);
        Node node = reader.alternatives();
        if (reader.at != expression.length()) {
            throw reader.error();
        }
        return new SeatbeltRegex(node);
    }

    /** Tells whether a text begins with a match; the whole of it where the expression ends with {@code $}. */
    boolean matches(String text) {
        BitSet start = new BitSet();
        start.set(0);
        return !node.step(start, text).isEmpty();
    }

    /** An expression that matches exactly this text, or this text in any case. */
    static String quote(String text, boolean caseSensitive) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char lower = Character.toLowerCase(c);
            char upper = Character.toUpperCase(c);
            if (!caseSensitive && lower != upper) {
                quoted.append('[').append(lower).append(upper).append(']');
            } else {
                quoted.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return quoted.toString();
    }

    /** An expression for the part of a glob between two slashes. */
    static String ofGlobPart(String part, boolean caseSensitive) {
        String glob = caseSensitive ? part : part.toLowerCase(Locale.ROOT);
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> expression.append("[^/]*");
                case '?' -> expression.append("[^/]");
                case '[' -> {
                    boolean negated = glob.charAt(i + 1) == '!' || glob.charAt(i + 1) == '^';
                    int first = i + (negated ? 2 : 1);
                    int end = glob.indexOf(']', first + 1);
                    expression.append(negated ? "[^/" : "[");
                    members(glob.substring(first, end), caseSensitive, expression);
                    expression.append(']');
                    i = end;
                }
                default -> expression.append(quote(String.valueOf(c), caseSensitive));
            }
        }
        return expression.toString();
    }

    private static void members(String members, boolean caseSensitive, StringBuilder into) {
        for (int i = 0; i < members.length(); i++) {
            char from = members.charAt(i);
            char to = from;
            if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
                to = members.charAt(i + 2);
                i += 2;
            }
            range(from, to, into);
            char firstLetter = (char) Math.max(from, 'a');
            char lastLetter = (char) Math.min(to, 'z');
            if (!caseSensitive && firstLetter <= lastLetter) {
                range(Character.toUpperCase(firstLetter), Character.toUpperCase(lastLetter), into);
            }
        }
    }

    private static void range(char from, char to, StringBuilder into) {
        member(from, into);
        if (from != to) {
            into.append('-');
            member(to, into);
        }
    }

    private static void member(char c, StringBuilder into) {
        into.append("]\\^-[".indexOf(c) >= 0 ? "\\" : "").append(c);
    }

    /** Part of an expression: from the positions where it may begin to those where it may end. */
    private interface Node {
        BitSet step(BitSet starts, String text);
    }

    private record Range(char from, char to) {}

    private record OneOf(List<Range> ranges, boolean negated) implements Node {
        @Override
        public BitSet step(BitSet starts, String text) {
            BitSet ends = new BitSet();
            starts.stream()
                    .filter(i -> i < text.length() && has(text.charAt(i)))
                    .forEach(i -> ends.set(i + 1));
            return ends;
        }

        private boolean has(char c) {
            return negated != ranges.stream().anyMatch(range -> range.from() <= c && c <= range.to());
        }
    }

    private record End() implements Node {
        @Override
        public BitSet step(BitSet starts, String text) {
            BitSet ends = new BitSet();
            ends.set(text.length(), starts.get(text.length()));
            return ends;
        }
    }

    private record Sequence(List<Node> nodes) implements Node {
        @Override
        public BitSet step(BitSet starts, String text) {
            BitSet reached = starts;
            for (Node node : nodes) {
                reached = node.step(reached, text);
            }
            return reached;
        }
    }

    private record Alternatives(List<Node> nodes) implements Node {
        @Override
        public BitSet step(BitSet starts, String text) {
            BitSet reached = new BitSet();
            nodes.forEach(node -> reached.or(node.step(starts, text)));
            return reached;
        }
    }

    /** Required is {@code +}; many without required is {@code *}; neither is {@code ?}. */
    private record Repeat(Node node, boolean required, boolean many) implements Node {
        @Override
        public BitSet step(BitSet starts, String text) {
            BitSet reached = required ? node.step(starts, text) : (BitSet) starts.clone();
            BitSet fresh = reached;
            do {
                fresh = node.step(fresh, text);
                fresh.andNot(reached);
                reached.or(fresh);
            } while (many && !fresh.isEmpty());
            return reached;
        }
    }

    private static final class Reader {
        private final String text;
        private int at = 1;

        Reader(String text) {
            this.text = text;
        }

        Node alternatives() {
            List<Node> found = new ArrayList<>(List.of(sequence()));
            while (at < text.length() && text.charAt(at) == '|') {
                at++;
                found.add(sequence());
            }
            return found.size() == 1 ? found.get(0) : new Alternatives(found);
        }

        private Node sequence() {
            List<Node> found = new ArrayList<>();
            while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
                found.add(repeated(atom()));
            }
            return new Sequence(found);
        }

        private Node repeated(Node node) {
            char c = at < text.length() ? text.charAt(at) : ' ';
            if (c != '*' && c != '+' && c != '?') {
                return node;
            }
            at++;
            return new Repeat(node, c == '+', c != '?');
        }

        private Node atom() {
            char c = next();
            return switch (c) {
                case '(' -> {
                    Node group = alternatives();
                    if (next() != ')') {
                        throw error();
                    }
                    yield group;
                }
                case '[' -> oneOf();
                case '$' -> new End();
                case '.', '*', '+', '?', '{', '}', ']', '^' -> throw error();
                case '\\' -> one(next());
                default -> one(c);
            };
        }

        private Node oneOf() {
            boolean negated = at < text.length() && text.charAt(at) == '^';
            at += negated ? 1 : 0;
            List<Range> ranges = new ArrayList<>();
            for (char c = next(); c != ']'; c = next()) {
                char from = c == '\\' ? next() : c;
                char to = from;
                if (at < text.length() && text.charAt(at) == '-') {
                    at++;
                    to = next();
                    to = to == '\\' ? next() : to;
                }
                ranges.add(new Range(from, to));
            }
            return new OneOf(ranges, negated);
        }

        private static Node one(char c) {
            return new OneOf(List.of(new Range(c, c)), false);
        }

        private char next() {
            if (at >= text.length()) {
                throw error();
            }
            return text.charAt(at++);
        }

        IllegalArgumentException error() {
            return new IllegalArgumentException(
                    "The expression " + text + " is outside the known subset at character " + at);
        }
    }
}

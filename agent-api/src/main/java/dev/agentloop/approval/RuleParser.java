package dev.agentloop.approval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the calls of a rule file. */
final class RuleParser {
    /** The calls there are, with their parameters in order. */
    private static final Map<String, List<String>> PARAMETERS = Map.of(
            "prefix_rule", List.of("pattern", "decision", "match", "not_match", "justification"),
            "host_executable", List.of("name", "paths"),
            "network_rule", List.of("host", "protocol", "decision", "justification"));

    /** A list of lists is all that a rule needs. */
    private static final int DEEPEST_LIST = 2;

    private final String fileName;
    private final List<RuleToken> tokens;
    private int next;

    private RuleParser(String source, String fileName) {
        this.fileName = fileName;
        this.tokens = RuleLexer.tokens(source, fileName);
    }

    static List<RuleCall> calls(String source, String fileName) {
        return new RuleParser(source, fileName).run();
    }

    private List<RuleCall> run() {
        List<RuleCall> calls = new ArrayList<>();
        while (peek().kind() != RuleToken.Kind.END) {
            if (peek().kind() == RuleToken.Kind.NEWLINE) {
                next++;
                continue;
            }
            if (peek().column() > 1) {
                throw peek().problem(fileName, "a rule must start in the first column");
            }
            calls.add(call());
            while (accept(";") && peek().kind() == RuleToken.Kind.NAME) {
                calls.add(call());
            }
            if (peek().kind() != RuleToken.Kind.NEWLINE && peek().kind() != RuleToken.Kind.END) {
                throw unexpected("the end of the line");
            }
        }
        return calls;
    }

    private RuleCall call() {
        RuleToken name = peek();
        List<String> parameters = name.kind() == RuleToken.Kind.NAME ? PARAMETERS.get(name.text()) : null;
        if (parameters == null) {
            throw unexpected("prefix_rule, host_executable or network_rule");
        }
        next++;
        expect("(");
        Map<String, RuleCall.Value> arguments = new LinkedHashMap<>();
        boolean named = false;
        while (!accept(")")) {
            RuleToken place = peek();
            if (place.kind() == RuleToken.Kind.NAME) {
                named = true;
                next++;
                expect("=");
            } else if (named && (place.kind() == RuleToken.Kind.STRING || place.is("["))) {
                throw place.problem(fileName, "an argument without a name cannot follow one with a name");
            } else if (!named && arguments.size() == parameters.size()) {
                throw place.problem(fileName, name.text() + " takes no more than " + parameters.size() + " arguments");
            }
            if (named && place.kind() != RuleToken.Kind.NAME) {
                throw unexpected("an argument or ')'");
            }
            String parameter = named ? place.text() : parameters.get(arguments.size());
            if (!parameters.contains(parameter)) {
                throw place.problem(fileName, name.text() + " has no " + parameter + "; it takes " + parameters);
            }
            if (arguments.putIfAbsent(parameter, value(1)) != null) {
                throw place.problem(fileName, parameter + " is given twice");
            }
            if (!accept(",") && !peek().is(")")) {
                throw unexpected("',' or ')'");
            }
        }
        return new RuleCall(fileName, name, arguments);
    }

    private RuleCall.Value value(int depth) {
        RuleToken start = peek();
        if (start.kind() == RuleToken.Kind.STRING) {
            next++;
            return new RuleCall.Value(start, null);
        }
        if (!start.is("[")) {
            throw unexpected("a string or a list");
        }
        if (depth > DEEPEST_LIST) {
            throw start.problem(fileName, "lists must not be nested deeper than " + DEEPEST_LIST);
        }
        next++;
        List<RuleCall.Value> elements = new ArrayList<>();
        while (!accept("]")) {
            elements.add(value(depth + 1));
            if (!accept(",") && !peek().is("]")) {
                throw unexpected("',' or ']'");
            }
        }
        return new RuleCall.Value(start, elements);
    }

    private RuleToken peek() {
        return tokens.get(next);
    }

    private boolean accept(String symbol) {
        boolean found = peek().is(symbol);
        next += found ? 1 : 0;
        return found;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    private ExecRuleException unexpected(String wanted) {
        return peek().problem(fileName, "expected " + wanted + " but found " + peek().described());
    }
}

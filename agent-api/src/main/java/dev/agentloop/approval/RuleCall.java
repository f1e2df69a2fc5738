package dev.agentloop.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call in a rule file, its arguments by name. */
record RuleCall(String fileName, RuleToken name, Map<String, Value> arguments) {
    /** A string, or a list when {@code elements} is not null, with the place where it starts. */
    record Value(RuleToken start, @Nullable List<Value> elements) {}

    boolean has(String parameter) {
        return arguments.containsKey(parameter);
    }

    Value required(String parameter) {
        Value value = arguments.get(parameter);
        if (value == null) {
            throw problem(name, name.text() + " needs " + parameter);
        }
        return value;
    }

    String string(String parameter) {
        return string(required(parameter), parameter);
    }

    String string(Value value, String what) {
        if (value.elements() != null) {
            throw problem(value.start(), what + " must be a string");
        }
        return value.start().text();
    }

    List<Value> list(String parameter) {
        Value value = required(parameter);
        if (value.elements() == null) {
            throw problem(value.start(), parameter + " must be a list");
        }
        return value.elements();
    }

    List<String> strings(Value list, String what) {
        List<String> strings = new ArrayList<>();
        for (Value element : Objects.requireNonNull(list.elements())) {
            strings.add(string(element, what));
        }
        return strings;
    }

    ExecRuleException problem(RuleToken place, String problem) {
        return place.problem(fileName, problem);
    }
}

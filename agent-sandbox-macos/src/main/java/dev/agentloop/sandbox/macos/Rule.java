package dev.agentloop.sandbox.macos;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One line of a profile.
 *
 * @param allow whether it allows or denies
 * @param operations what it is about; one of them is enough
 * @param filters to what it is limited; one of them is enough, none means no limit
 */
record Rule(boolean allow, List<Operation> operations, List<Filter> filters) {
    Rule {
        operations = List.copyOf(operations);
        filters = List.copyOf(filters);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("operations: a rule without one says nothing");
        }
    }

    static Rule allow(List<Operation> operations, List<Filter> filters) {
        return new Rule(true, operations, filters);
    }

    static Rule deny(List<Operation> operations, List<Filter> filters) {
        return new Rule(false, operations, filters);
    }

    /** The form in a profile, each filter on a line of its own. */
    String text() {
        String head = (allow ? "(allow " : "(deny ")
                + operations.stream().map(Operation::text).collect(Collectors.joining(" "));
        return filters.stream().map(filter -> "\n  " + filter.text()).collect(Collectors.joining("", head, ")"));
    }
}

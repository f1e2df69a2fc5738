package dev.agentloop.sandbox.macos;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A Seatbelt profile that denies what no rule allows. Of the rules that are about something the last one decides.
 *
 * @param rules in this order
 */
record Profile(List<Rule> rules) {
    static final String HEAD = "(version 1)\n(deny default)\n";

    Profile {
        rules = List.copyOf(rules);
    }

    /** What {@code sandbox-exec} reads; {@link ProfileParser#parse} of it gives an equal profile. */
    String text() {
        return rules.stream().map(rule -> rule.text() + "\n").collect(Collectors.joining("", HEAD, ""));
    }
}

package dev.agentloop.approval;

import dev.agentloop.approval.ExecDecision.Kind;
import dev.agentloop.approval.ExecDecision.RuleMatch;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule about commands that start with certain words.
 *
 * @param pattern for each word the alternatives
 */
record PrefixRule(
        List<List<String>> pattern, Kind kind, @Nullable String justification) {
    PrefixRule {
        pattern = pattern.stream().map(List::copyOf).toList();
    }

    boolean matches(List<String> argv) {
        return argv.size() >= pattern.size() && mayMatch(argv, argv.size());
    }

    /** Whether the rule may match when the words from {@code openFrom} on are not known, nor how many they are. */
    boolean mayMatch(List<String> argv, int openFrom) {
        for (int i = 0; i < pattern.size() && i < openFrom; i++) {
            if (i >= argv.size() || !pattern.get(i).contains(argv.get(i))) {
                return false;
            }
        }
        return true;
    }

    RuleMatch match(List<String> argv, @Nullable Path resolvedProgram) {
        return new RuleMatch(argv.subList(0, pattern.size()), kind, resolvedProgram, justification);
    }
}

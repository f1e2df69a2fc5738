package dev.agentloop.approval;

import dev.agentloop.approval.ExecDecision.Kind;
import dev.agentloop.approval.ExecDecision.RuleMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Applies a policy to everything that a command or a script would run. */
final class CommandJudge {
    /** A shell in a shell in a shell hides something. */
    private static final int DEEPEST_NESTING = 8;

    /** Commands of a shell that run text or change what later words mean. */
    private static final Set<String> SHELL_CHANGERS = Set.of(
            "eval",
            "source",
            ".",
            "trap",
            "alias",
            "unalias",
            "export",
            "declare",
            "typeset",
            "local",
            "readonly",
            "set",
            "shopt",
            "setopt",
            "enable",
            "hash",
            "unset",
            "bind",
            "complete",
            "fc",
            "autoload",
            "zmodload");

    private final ExecPolicy policy;

    CommandJudge(ExecPolicy policy) {
        this.policy = policy;
    }

    ExecDecision command(List<String> argv) {
        return argv.isEmpty() ? ExecDecision.of(List.of()) : command(ShellScript.Command.of(argv), 0);
    }

    ExecDecision script(String script) {
        return script(script, 0);
    }

    private ExecDecision script(String text, int depth) {
        if (depth > DEEPEST_NESTING) {
            return ExecDecision.unclear("commands nested deeper than " + DEEPEST_NESTING);
        }
        ShellScript script = ShellSplitter.split(text);
        List<ExecDecision> parts = new ArrayList<>();
        script.unclear().forEach(reason -> parts.add(ExecDecision.unclear(reason)));
        script.commands().forEach(command -> parts.add(command(command, depth)));
        return all(parts);
    }

    private ExecDecision command(ShellScript.Command command, int depth) {
        if (depth > DEEPEST_NESTING) {
            return ExecDecision.unclear("commands nested deeper than " + DEEPEST_NESTING);
        }
        ExecDecision own = own(command);
        List<ExecDecision> parts = new ArrayList<>();
        boolean ownCounts = true;
        for (NestedCommand nested : NestedCommands.of(command)) {
            boolean named = own.matchedRules().stream()
                    .anyMatch(match -> match.matchedPrefix().size() > nested.index());
            ExecDecision inner = nested(nested, depth);
            parts.add(named && own.allowed() ? accepted(inner) : inner);
            ownCounts &= nested.ownRuleNeeded() || own.kind() != null;
        }
        if (ownCounts || parts.isEmpty()) {
            parts.add(0, own);
        }
        return all(parts);
    }

    private ExecDecision own(ShellScript.Command command) {
        ExecDecision own = policy.decideSafely(command.words());
        List<ExecDecision> parts = new ArrayList<>(List.of(own));
        if (SHELL_CHANGERS.contains(command.words().get(0))) {
            parts.add(
                    ExecDecision.unclear("the shell command " + command.words().get(0)));
        }
        boolean open = command.openFrom() != ShellScript.Command.NOTHING_OPEN;
        if (open && own.kind() != Kind.FORBIDDEN && policy.mayBeStricter(command.words(), command.openFrom())) {
            parts.add(ExecDecision.unclear("arguments that are not known before the command runs"));
        }
        return all(parts);
    }

    private ExecDecision nested(NestedCommand nested, int depth) {
        List<ExecDecision> parts = new ArrayList<>();
        if (nested.unclear() != null) {
            parts.add(ExecDecision.unclear(nested.unclear()));
        }
        if (nested.script() != null) {
            parts.add(script(nested.script(), depth + 1));
        }
        if (nested.command() != null) {
            parts.add(command(nested.command(), depth + 1));
        }
        return all(parts);
    }

    /** What is left of a judgement when a rule allows the starting command together with the words that start it. */
    private static ExecDecision accepted(ExecDecision inner) {
        Kind byRule = ExecDecision.strictest(inner.matchedRules().stream().map(RuleMatch::kind));
        return new ExecDecision(inner.matchedRules(), byRule == null ? Kind.ALLOW : byRule, List.of());
    }

    /** The strictest; what no rule covers keeps the rest from being allowed. */
    private static ExecDecision all(List<ExecDecision> parts) {
        boolean complete = parts.stream().noneMatch(part -> part.says(null));
        Kind strictest = ExecDecision.strictest(kinds(parts));
        return new ExecDecision(
                parts.stream().flatMap(part -> part.matchedRules().stream()).toList(),
                strictest == Kind.ALLOW && !complete ? null : strictest,
                parts.stream()
                        .flatMap(part -> part.unclear().stream())
                        .distinct()
                        .toList());
    }

    private static Stream<Kind> kinds(List<ExecDecision> parts) {
        return parts.stream().map(ExecDecision::kind).filter(Objects::nonNull);
    }
}

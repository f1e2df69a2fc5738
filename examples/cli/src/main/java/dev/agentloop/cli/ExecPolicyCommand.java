package dev.agentloop.cli;

import dev.agentloop.approval.ExecDecision;
import dev.agentloop.approval.ExecDecision.RuleMatch;
import dev.agentloop.approval.ExecPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code agent execpolicy check}: says as JSON what rule files mean for a command. */
@Command(
        name = "execpolicy",
        mixinStandardHelpOptions = true,
        description = "Works with rules about commands.",
        synopsisSubcommandLabel = "COMMAND")
public final class ExecPolicyCommand {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agent;

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Prints the rules that match a command and the strictest decision; runs nothing.")
    int check(
            @Option(
                            names = "--rules",
                            paramLabel = "FILE",
                            required = true,
                            arity = "1..*",
                            description = "Rule files, in this order.")
                    Path[] rules,
            @Option(
                            names = "--resolve-host-executables",
                            description = "Let rules for a program's name match its path too.")
                    boolean resolveHostExecutables,
            @Parameters(paramLabel = "ARGV", arity = "1..*", description = "The command, after --.") List<String> argv)
            throws IOException {
        ExecPolicy policy = ExecPolicy.load(rules);
        ExecDecision decision = resolveHostExecutables ? policy.decideResolved(argv) : policy.decide(argv);
        new JsonLines(agent.context().out()).value(json(decision));
        return ExitCode.SUCCESS;
    }

    private static Map<String, Object> json(ExecDecision decision) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "matchedRules",
                decision.matchedRules().stream()
                        .map(match -> Map.of("prefixRuleMatch", json(match)))
                        .toList());
        if (decision.kind() != null) {
            json.put("decision", name(decision.kind()));
        }
        return json;
    }

    private static Map<String, Object> json(RuleMatch match) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("matchedPrefix", match.matchedPrefix());
        json.put("decision", name(match.kind()));
        if (match.resolvedProgram() != null) {
            json.put("resolvedProgram", match.resolvedProgram().toString());
        }
        if (match.justification() != null) {
            json.put("justification", match.justification());
        }
        return json;
    }

    private static String name(ExecDecision.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}

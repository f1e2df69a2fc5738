package dev.agentloop.approval;

import dev.agentloop.approval.ExecDecision.Kind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes rules of the calls of one file and checks their examples. */
final class RuleReader {
    private final List<PrefixRule> prefixRules = new ArrayList<>();
    private final Map<String, Set<Path>> hostExecutables;
    private final List<NetworkRule> networkRules = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();

    /** An example, checked when the whole file is known, because it may name a host executable. */
    private record Example(
            RuleCall call, RuleToken place, List<PrefixRule> rules, List<String> argv, boolean matches) {}

    private RuleReader(Map<String, Set<Path>> earlierHostExecutables) {
        hostExecutables = new LinkedHashMap<>(earlierHostExecutables);
    }

    /** The rules of one file; the examples also see the host executables of the files before it. */
    static ExecPolicy read(String source, String fileName, Map<String, Set<Path>> earlierHostExecutables) {
        RuleReader reader = new RuleReader(earlierHostExecutables);
        for (RuleCall call : RuleParser.calls(source, fileName)) {
            switch (call.name().text()) {
                case "prefix_rule" -> reader.prefixRule(call);
                case "host_executable" -> reader.hostExecutable(call);
                default -> reader.networkRule(call);
            }
        }
        reader.examples.forEach(reader::check);
        return new ExecPolicy(reader.prefixRules, reader.hostExecutables, reader.networkRules);
    }

    private void prefixRule(RuleCall call) {
        List<List<String>> pattern = new ArrayList<>();
        for (RuleCall.Value element : call.list("pattern")) {
            pattern.add(
                    element.elements() == null
                            ? List.of(element.start().text())
                            : call.strings(element, "an alternative of pattern"));
            if (pattern.get(pattern.size() - 1).isEmpty()) {
                throw call.problem(element.start(), "a list of alternatives must not be empty");
            }
        }
        if (pattern.isEmpty()) {
            throw call.problem(call.required("pattern").start(), "pattern must not be empty");
        }
        Kind kind = call.has("decision") ? kind(call) : Kind.ALLOW;
        String justification = justification(call);
        List<PrefixRule> rules = new ArrayList<>();
        for (String program : pattern.get(0)) {
            List<List<String>> one = new ArrayList<>(pattern);
            one.set(0, List.of(program));
            rules.add(new PrefixRule(one, kind, justification));
        }
        prefixRules.addAll(rules);
        examples(call, "match", rules, true);
        examples(call, "not_match", rules, false);
    }

    private void examples(RuleCall call, String parameter, List<PrefixRule> rules, boolean matches) {
        if (!call.has(parameter)) {
            return;
        }
        for (RuleCall.Value example : call.list(parameter)) {
            List<String> argv = example.elements() == null
                    ? ShellWords.split(example.start().text())
                    : call.strings(example, "a word of an example");
            if (argv == null) {
                throw call.problem(example.start(), "the example has a quote or backslash without its end");
            }
            if (argv.isEmpty()) {
                throw call.problem(example.start(), "an example must not be empty");
            }
            examples.add(new Example(call, example.start(), rules, argv, matches));
        }
    }

    private void check(Example example) {
        ExecPolicy alone = new ExecPolicy(example.rules, hostExecutables, List.of());
        boolean found = !alone.decideResolved(example.argv).matchedRules().isEmpty();
        if (found != example.matches) {
            throw example.call.problem(
                    example.place,
                    "the rule " + (found ? "matches" : "does not match") + " its example "
                            + String.join(" ", example.argv) + "; correct the pattern or the example");
        }
    }

    private void hostExecutable(RuleCall call) {
        String name = call.string("name");
        RuleToken place = call.required("name").start();
        if (name.isEmpty()) {
            throw call.problem(place, "name must not be empty");
        }
        if (!name.equals(fileName(name))) {
            throw call.problem(place, "name must be the name of a program without a folder: " + name);
        }
        Set<Path> paths = new LinkedHashSet<>();
        for (RuleCall.Value element : call.list("paths")) {
            String text = call.string(element, "an element of paths");
            Path path = path(text);
            if (path == null || !path.isAbsolute()) {
                throw call.problem(element.start(), "paths must be absolute: " + text);
            }
            if (!name.equals(fileName(text))) {
                throw call.problem(element.start(), "the path " + text + " must end in " + name);
            }
            paths.add(path.normalize());
        }
        hostExecutables.put(name, Set.copyOf(paths));
    }

    private void networkRule(RuleCall call) {
        String host;
        try {
            host = NetworkRule.hostNamed(call.string("host"));
        } catch (IllegalArgumentException notAHost) {
            throw call.problem(call.required("host").start(), String.valueOf(notAHost.getMessage()));
        }
        String protocol = NetworkRule.protocolNamed(call.string("protocol"));
        if (protocol == null) {
            throw call.problem(
                    call.required("protocol").start(), "protocol must be http, https, socks5_tcp or socks5_udp");
        }
        Kind kind = call.string("decision").equals("deny") ? Kind.FORBIDDEN : kind(call);
        networkRules.add(new NetworkRule(host, protocol, kind, justification(call)));
    }

    private static Kind kind(RuleCall call) {
        return switch (call.string("decision")) {
            case "allow" -> Kind.ALLOW;
            case "prompt" -> Kind.PROMPT;
            case "forbidden" -> Kind.FORBIDDEN;
            default ->
                throw call.problem(call.required("decision").start(), "decision must be allow, prompt or forbidden");
        };
    }

    private static @Nullable String justification(RuleCall call) {
        if (!call.has("justification")) {
            return null;
        }
        String text = call.string("justification");
        if (text.isBlank()) {
            throw call.problem(call.required("justification").start(), "justification must not be empty");
        }
        return text;
    }

    /** The path; null when the text cannot be one. */
    static @Nullable Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException notAPath) {
            return null;
        }
    }

    /** The last name of a path; empty when it has none. */
    static String fileName(String text) {
        Path path = path(text);
        Path name = path == null ? null : path.getFileName();
        return name == null ? "" : name.toString();
    }
}

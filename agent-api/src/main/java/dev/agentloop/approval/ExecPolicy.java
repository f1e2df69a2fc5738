package dev.agentloop.approval;

import dev.agentloop.approval.ExecDecision.Kind;
import dev.agentloop.approval.ExecDecision.RuleMatch;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Rules about which commands and hosts are allowed, need a question or are forbidden. Immutable. Where several rules
 * apply the strictest wins: forbidden, then prompt, then allow.
 *
 * <p>Rule files hold calls with strings and lists, in Starlark syntax:
 *
 * <pre>
 * prefix_rule(
 *     pattern = ["git", ["status", "diff"]],  # a list stands for alternatives
 *     decision = "allow",                     # or "prompt" or "forbidden"; "allow" when left out
 *     match = ["git status -s"],              # examples, checked when the file is loaded
 *     not_match = [["git", "push"]],
 *     justification = "only reads",
 * )
 * host_executable(name = "git", paths = ["/usr/bin/git"])
 * network_rule(host = "example.com", protocol = "https", decision = "allow")
 * </pre>
 *
 * Everything else is an error that names its place.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ExecPolicy {
    private static final ExecPolicy EMPTY = new ExecPolicy(List.of(), Map.of(), List.of());

    private final List<PrefixRule> prefixRules;
    private final Map<String, Set<Path>> hostExecutables;
    private final List<NetworkRule> networkRules;

    ExecPolicy(List<PrefixRule> prefixRules, Map<String, Set<Path>> hostExecutables, List<NetworkRule> networkRules) {
        this.prefixRules = List.copyOf(prefixRules);
        this.hostExecutables = Map.copyOf(hostExecutables);
        this.networkRules = List.copyOf(networkRules);
    }

    /** No rules. */
    public static ExecPolicy empty() {
        return EMPTY;
    }

    /**
     * Reads the text of a rule file.
     *
     * @param fileName the name for error messages
     * @throws ExecRuleException if it is not a rule file, or a rule contradicts its examples
     */
    public static ExecPolicy parse(String source, String fileName) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(fileName, "fileName");
        return RuleReader.read(source, fileName, Map.of());
    }

    /**
     * Reads rule files, in UTF-8, and joins them in this order.
     *
     * @throws ExecRuleException if one is not a rule file, or a rule contradicts its examples
     * @throws IOException if one cannot be read
     */
    public static ExecPolicy load(Path... files) throws IOException {
        ExecPolicy all = EMPTY;
        for (Path file : files) {
            String source;
            try {
                source = Files.readString(file);
            } catch (CharacterCodingException notText) {
                throw new IOException("The rule file " + file + " is not UTF-8 text; save it as UTF-8", notText);
            }
            all = all.merge(RuleReader.read(source, file.toString(), all.hostExecutables));
        }
        return all;
    }

    /**
     * These rules followed by others. Where both name the same host executable the other's paths count.
     */
    public ExecPolicy merge(ExecPolicy other) {
        List<PrefixRule> allRules = new ArrayList<>(prefixRules);
        allRules.addAll(other.prefixRules);
        Map<String, Set<Path>> allExecutables = new LinkedHashMap<>(hostExecutables);
        allExecutables.putAll(other.hostExecutables);
        List<NetworkRule> allNetworkRules = new ArrayList<>(networkRules);
        allNetworkRules.addAll(other.networkRules);
        return new ExecPolicy(allRules, allExecutables, allNetworkRules);
    }

    /**
     * The line of a rule file that allows commands which begin with these words.
     *
     * @throws IllegalArgumentException if there are no words, or they hold what no rule file can (half a surrogate pair)
     */
    public static String allowRule(List<String> words) {
        String rule = words.stream()
                .map(RuleLexer::quoted)
                .collect(Collectors.joining(", ", "prefix_rule(pattern=[", "], decision=\"allow\")"));
        if (words.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(rule)) {
            throw new IllegalArgumentException("words: no rule can name " + words);
        }
        return rule;
    }

    /** Whether a rule about commands prompts or forbids, so that something not understood could hide what it is about. */
    public boolean restrictsCommands() {
        return prefixRules.stream().anyMatch(rule -> rule.kind() != Kind.ALLOW);
    }

    /**
     * Compares the words of a command with the rules, as they are: the program must be written as in the rule, and a
     * shell's script is a word like any other. See {@link #decideCommand} for a judgement of what would run.
     */
    public ExecDecision decide(List<String> argv) {
        return ExecDecision.of(matches(argv, null));
    }

    /**
     * As {@link #decide}; when nothing matches, the program's path is replaced by its file name and the rules are tried
     * again. A host executable of that name limits this to its paths. A relative path is taken from the working directory
     * of this process.
     */
    public ExecDecision decideResolved(List<String> argv) {
        ExecDecision exact = decide(argv);
        if (!exact.matchedRules().isEmpty() || argv.isEmpty()) {
            return exact;
        }
        Path path = RuleReader.path(argv.get(0));
        if (path == null || path.getFileName() == null) {
            return exact;
        }
        Path program = path.toAbsolutePath().normalize();
        Set<Path> known = hostExecutables.get(path.getFileName().toString());
        if (known != null && !known.contains(program)) {
            return exact;
        }
        return ExecDecision.of(matches(byFileName(argv), program));
    }

    /**
     * Judges what a command would run: a script of a shell ({@code bash -lc "a && b"}) is split as in
     * {@link #decideShell}, and commands started by {@code sudo}, {@code xargs}, {@code find -exec} and the like are
     * judged too. A program given as a path is allowed by its file name only when it is a host executable.
     */
    public ExecDecision decideCommand(List<String> argv) {
        return new CommandJudge(this).command(List.copyOf(argv));
    }

    /**
     * Splits a shell script into commands and judges every one. What cannot be understood safely (substitutions, here
     * documents, redirections to files, variables set, control structures, characters that look like operators) prompts,
     * unless a part is forbidden. The answer is {@code ALLOW} only if every command is allowed.
     */
    public ExecDecision decideShell(String script) {
        return new CommandJudge(this).script(Objects.requireNonNull(script, "script"));
    }

    /**
     * Says whether a host may be reached.
     *
     * @param protocol {@code http}, {@code https}, {@code socks5_tcp} or {@code socks5_udp}
     * @param host a name or an address; case, brackets, a port and a final dot do not matter
     * @throws IllegalArgumentException if one of them is not valid
     */
    public ExecDecision decideHost(String protocol, String host) {
        String way = NetworkRule.protocolNamed(protocol);
        if (way == null) {
            throw new IllegalArgumentException("protocol must be http, https, socks5_tcp or socks5_udp: " + protocol);
        }
        String name = NetworkRule.hostNamed(host);
        return ExecDecision.of(networkRules.stream()
                .filter(rule -> rule.matches(way, name))
                .map(NetworkRule::match)
                .toList());
    }

    private List<RuleMatch> matches(List<String> argv, @Nullable Path program) {
        return prefixRules.stream()
                .filter(rule -> rule.matches(argv))
                .map(rule -> rule.match(argv, program))
                .toList();
    }

    private static List<String> byFileName(List<String> argv) {
        List<String> words = new ArrayList<>(argv);
        words.set(0, RuleReader.fileName(argv.get(0)));
        return words;
    }

    /** As {@link #decide}, but a program given as a path also falls under the rules for its file name. */
    ExecDecision decideSafely(List<String> argv) {
        ExecDecision exact = decide(argv);
        String fileName = RuleReader.fileName(argv.get(0));
        if (!exact.matchedRules().isEmpty() || fileName.isEmpty() || fileName.equals(argv.get(0))) {
            return exact;
        }
        Path program = Objects.requireNonNull(RuleReader.path(argv.get(0)));
        boolean known = program.isAbsolute()
                && hostExecutables.getOrDefault(fileName, Set.of()).contains(program.normalize());
        return ExecDecision.of(matches(byFileName(argv), program.normalize()).stream()
                .filter(match -> known || match.kind() != Kind.ALLOW)
                .toList());
    }

    /** Whether a rule stricter than allow may apply when the words from {@code openFrom} on are not known. */
    boolean mayBeStricter(List<String> argv, int openFrom) {
        List<String> named = byFileName(argv);
        return prefixRules.stream()
                .filter(rule -> rule.kind() != Kind.ALLOW)
                .anyMatch(rule -> rule.mayMatch(argv, openFrom) || rule.mayMatch(named, openFrom));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExecPolicy that
                && prefixRules.equals(that.prefixRules)
                && hostExecutables.equals(that.hostExecutables)
                && networkRules.equals(that.networkRules);
    }

    @Override
    public int hashCode() {
        return Objects.hash(prefixRules, hostExecutables, networkRules);
    }

    @Override
    public String toString() {
        return "ExecPolicy[" + prefixRules.size() + " prefix rules, " + hostExecutables.size() + " host executables, "
                + networkRules.size() + " network rules]";
    }
}

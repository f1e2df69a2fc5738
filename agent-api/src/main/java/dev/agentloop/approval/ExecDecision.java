package dev.agentloop.approval;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link ExecPolicy} says about a command, a shell script or a host.
 *
 * @param matchedRules the rules that apply, in the order of the files and of the parts of a script
 * @param kind the strictest answer; null when the rules leave it open, so that the approval policy decides
 * @param unclear what could not be understood, for a person; empty together with {@link Kind#ALLOW}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ExecDecision(
        List<RuleMatch> matchedRules, @Nullable Kind kind, List<String> unclear) {
    public ExecDecision {
        matchedRules = List.copyOf(matchedRules);
        unclear = List.copyOf(unclear);
        if (kind == Kind.ALLOW && !unclear.isEmpty()) {
            throw new IllegalArgumentException("kind: what is unclear cannot be allowed: " + unclear);
        }
    }

    /** The three answers, the mildest first. */
    public enum Kind {
        /** May run without a question. */
        ALLOW,
        /** Somebody must be asked. */
        PROMPT,
        /** Must not run. */
        FORBIDDEN
    }

    /**
     * A rule that applies.
     *
     * @param matchedPrefix the words that matched; for a network rule the host
     * @param kind what the rule says
     * @param resolvedProgram the program's path when the rule was found by its file name, else null
     * @param justification why the rule exists; null when the file does not say
     */
    public record RuleMatch(
            List<String> matchedPrefix,
            Kind kind,
            @Nullable Path resolvedProgram,
            @Nullable String justification) {
        public RuleMatch {
            matchedPrefix = List.copyOf(matchedPrefix);
            Objects.requireNonNull(kind, "kind");
        }
    }

    /** Whether the answer is {@link Kind#ALLOW}. */
    public boolean allowed() {
        return kind == Kind.ALLOW;
    }

    static ExecDecision of(List<RuleMatch> matches) {
        return new ExecDecision(matches, strictest(matches.stream().map(RuleMatch::kind)), List.of());
    }

    static ExecDecision unclear(String reason) {
        return new ExecDecision(List.of(), Kind.PROMPT, List.of(reason));
    }

    static @Nullable Kind strictest(Stream<Kind> kinds) {
        return kinds.max(Kind::compareTo).orElse(null);
    }

    boolean says(@Nullable Kind wanted) {
        return kind == wanted;
    }
}

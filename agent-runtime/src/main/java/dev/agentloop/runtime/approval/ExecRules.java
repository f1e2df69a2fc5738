package dev.agentloop.runtime.approval;

import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ExecDecision;
import dev.agentloop.approval.ExecDecision.Kind;
import dev.agentloop.approval.ExecDecision.RuleMatch;
import dev.agentloop.approval.ExecPolicy;
import dev.agentloop.sandbox.HostRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The rules of one agent about commands and hosts, which "always" adds to. Shared by its sessions; thread-safe. */
public final class ExecRules {
    /**
     * What the rules and the approval policy say before anybody is asked.
     *
     * @param answer empty when somebody must be asked
     * @param reason why, for a person
     */
    record Verdict(Optional<ApprovalDecision> answer, String reason) {
        private static final Verdict ALLOWED = new Verdict(Optional.of(ApprovalDecision.approve()), "");

        private static Verdict forbidden(String reason) {
            return new Verdict(Optional.of(ApprovalDecision.deny(reason)), reason);
        }

        private static Verdict ask(String reason) {
            return new Verdict(Optional.empty(), reason);
        }
    }

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final ReentrantLock adding = new ReentrantLock();
    private final Optional<RuleFile> file;
    private volatile ExecPolicy policy;

    /**
     * @param policy the rules at the start, those of the file among them
     * @param file where "always" is stored
     */
    public ExecRules(ExecPolicy policy, Optional<RuleFile> file) {
        this.policy = policy;
        this.file = file;
    }

    /** Judges a command under an approval policy. The sandbox confines it either way. */
    Verdict command(ApprovalPolicy.Mode mode, List<String> argv) {
        ExecDecision decision = policy.decideCommand(argv);
        if (decision.kind() == Kind.FORBIDDEN) {
            return Verdict.forbidden("a rule forbids " + named(decision, Kind.FORBIDDEN));
        }
        if (decision.allowed()) {
            return Verdict.ALLOWED;
        }
        if (asks(decision)) {
            return Verdict.ask("A rule asks before " + named(decision, Kind.PROMPT));
        }
        if (!decision.unclear().isEmpty() && policy.restrictsCommands()) {
            return Verdict.ask("Rules forbid some commands or ask before them, and this one has parts that are not"
                    + " understood: " + String.join(", ", decision.unclear()));
        }
        if (mode != ApprovalPolicy.Mode.UNTRUSTED || HarmlessCommands.include(argv)) {
            return Verdict.ALLOWED;
        }
        return Verdict.ask("The approval policy asks before every command that is not known to be harmless");
    }

    /** Judges a host; an answer only where rules have one for all its ports. */
    Verdict host(HostRule host) {
        List<Optional<ExecDecision>> decisions = new ArrayList<>();
        List<Integer> ports = host.ports().isEmpty() ? List.of(0) : host.ports();
        for (int port : ports) {
            decisions.add(host(port == HTTPS ? "https" : port == HTTP ? "http" : "socks5_tcp", host.host()));
        }
        for (Optional<ExecDecision> decision : decisions) {
            if (decision.isPresent() && decision.get().kind() == Kind.FORBIDDEN) {
                return Verdict.forbidden("a rule forbids " + named(decision.get(), Kind.FORBIDDEN));
            }
        }
        boolean allowed = decisions.stream()
                .allMatch(decision -> decision.filter(ExecDecision::allowed).isPresent());
        return allowed ? Verdict.ALLOWED : Verdict.ask("");
    }

    private Optional<ExecDecision> host(String protocol, String name) {
        try {
            return Optional.of(policy.decideHost(protocol, name));
        } catch (IllegalArgumentException severalHosts) {
            return Optional.empty();
        }
    }

    /** The rule that would let this command run without a question; empty when none can. */
    public Optional<String> ruleFor(List<String> argv) {
        ExecDecision decision = policy.decideCommand(argv);
        if (decision.allowed() || decision.kind() == Kind.FORBIDDEN || asks(decision)) {
            return Optional.empty();
        }
        try {
            String rule = ExecPolicy.allowRule(argv);
            ExecPolicy with = policy.merge(ExecPolicy.parse(rule, "rule"));
            return with.decideCommand(argv).allowed() ? Optional.of(rule) : Optional.empty();
        } catch (IllegalArgumentException noRuleNamesIt) {
            return Optional.empty();
        }
    }

    /**
     * Adds a rule for all sessions of the agent.
     *
     * @throws IOException when it could not be stored; it holds until the agent is closed then
     */
    void add(String rule) throws IOException {
        adding.lock();
        try {
            policy = policy.merge(ExecPolicy.parse(rule, "approval"));
            if (file.isPresent()) {
                file.get().append(rule);
            }
        } finally {
            adding.unlock();
        }
    }

    /** Where rules are stored, for a person. */
    String place() {
        return file.map(stored -> stored.path().toString()).orElse("this agent, until it is closed");
    }

    private static boolean asks(ExecDecision decision) {
        return decision.matchedRules().stream().anyMatch(match -> match.kind() == Kind.PROMPT);
    }

    private static String named(ExecDecision decision, Kind kind) {
        RuleMatch match = decision.matchedRules().stream()
                .filter(candidate -> candidate.kind() == kind)
                .findFirst()
                .orElseThrow();
        String words = "'" + String.join(" ", match.matchedPrefix()) + "'";
        return match.justification() == null ? words : words + ": " + match.justification();
    }
}

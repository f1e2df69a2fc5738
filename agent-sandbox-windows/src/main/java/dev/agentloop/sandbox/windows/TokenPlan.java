package dev.agentloop.sandbox.windows;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.windows.AclRule.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How one policy is carried out: a pure function of the policy and a few facts, written as JSON for the helper. Access lists
 * cannot stop reading under such a token, nor can it stop the network; {@link TokenReport} says so and the policy is refused
 * where it needs that.
 *
 * @param token what commands may do as whom
 * @param accessList in the order of the paths
 * @param lowFolders folders that get the low label so that the token can write there
 * @param job the bounds of all processes
 * @param network what the policy wants; only {@link Network.Mode#FULL} is carried out
 * @param privateDesktop whether windows of commands get a desktop of their own
 */
record TokenPlan(
        TokenSpec token,
        List<AclRule> accessList,
        List<Path> lowFolders,
        JobSpec job,
        Network.Mode network,
        boolean privateDesktop) {
    /** Bumped when the helper must read something else. */
    static final int VERSION = 1;

    TokenPlan {
        accessList = List.copyOf(accessList);
        lowFolders = List.copyOf(lowFolders);
    }

    /**
     * Facts about the session that a policy does not hold.
     *
     * @param sessionSid a SID that nobody else has, made for the session
     * @param hostTmp the user's folder for temporary files
     * @param ownTmp the session's folder for temporary files
     */
    record Session(String sessionSid, Path hostTmp, Path ownTmp) {
        /** Application capabilities: no account and no group has such a SID. */
        private static final String CAPABILITY = "S-1-15-3-";

        Session {
            if (!sessionSid.startsWith(CAPABILITY)) {
                throw new IllegalArgumentException(
                        "sessionSid: " + sessionSid + " may belong to somebody; it must start with " + CAPABILITY);
            }
        }
    }

    static TokenPlan of(SandboxPolicy policy, Session session) {
        boolean confined = confinesWrites(policy);
        Map<Path, Verdict> rules = confined ? rules(policy, session) : Map.of();
        List<AclRule> accessList = rules.entrySet().stream()
                .map(rule -> new AclRule(rule.getKey(), rule.getValue()))
                .toList();
        return new TokenPlan(
                confined ? TokenSpec.writeRestricted(session.sessionSid()) : TokenSpec.unprivileged(),
                accessList,
                accessList.stream()
                        .filter(rule -> rule.verdict() == Verdict.ALLOW_WRITE)
                        .map(AclRule::path)
                        .toList(),
                JobSpec.of(policy.limits()),
                policy.network().mode(),
                confined);
    }

    /** What the helper reads. */
    String toJson() {
        return PlanJson.write(this);
    }

    static boolean confinesWrites(SandboxPolicy policy) {
        boolean rootWritable = policy.entries().stream()
                .anyMatch(entry -> entry.isFor(Entry.Special.ROOT) && entry.access() == Access.WRITE);
        boolean narrowed = policy.entries().stream().anyMatch(entry -> entry.access() != Access.WRITE);
        return !rootWritable || narrowed || !policy.protectedNames().isEmpty();
    }

    private static Map<Path, Verdict> rules(SandboxPolicy policy, Session session) {
        Map<Path, Verdict> rules = new TreeMap<>();
        for (Entry entry : policy.entries()) {
            if (entry.kind() != Entry.Kind.GLOB) {
                Verdict verdict = entry.access() == Access.WRITE ? Verdict.ALLOW_WRITE : Verdict.DENY_WRITE;
                paths(entry, policy, session).forEach(path -> rules.merge(path, verdict, TokenPlan::stricter));
            }
        }
        policy.grants().stream()
                .filter(grant -> grant.access() == Access.WRITE)
                .forEach(grant -> rules.put(grant.path().orElseThrow(), Verdict.ALLOW_WRITE));
        List<Path> writable = rules.keySet().stream()
                .filter(path -> rules.get(path) == Verdict.ALLOW_WRITE)
                .toList();
        // What lies below no writable folder is not writable anyway.
        rules.keySet()
                .removeIf(path -> rules.get(path) == Verdict.DENY_WRITE
                        && writable.stream().noneMatch(root -> path.startsWith(root) && !path.equals(root)));
        for (Path root : writable) {
            for (String name : new TreeSet<>(policy.protectedNames())) {
                rules.putIfAbsent(root.resolve(name), Verdict.DENY_WRITE);
            }
        }
        return rules;
    }

    private static List<Path> paths(Entry entry, SandboxPolicy policy, Session session) {
        if (entry.kind() == Entry.Kind.PATH) {
            return List.of(Path.of(entry.value()));
        }
        if (entry.isFor(Entry.Special.TMP)) {
            boolean own = policy.privateTmp() && entry.access() == Access.WRITE;
            return List.of(own ? session.ownTmp() : session.hostTmp());
        }
        return entry.isFor(Entry.Special.WORKSPACE)
                ? policy.workspace().stream().toList()
                : List.of(Path.of("/").toAbsolutePath());
    }

    private static Verdict stricter(Verdict one, Verdict other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}

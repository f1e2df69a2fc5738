package dev.agentloop.sandbox.macos;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Enforcement;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import java.util.EnumSet;
import java.util.Set;

/** Says what {@link SeatbeltProvider} enforces, and by which mechanism. */
final class SeatbeltReport {
    private static final Set<Guarantee> WITHOUT_PROFILE =
            EnumSet.of(Guarantee.ENV, Guarantee.LIMIT_WALL, Guarantee.TREE_KILL);

    private SeatbeltReport() {}

    /** A policy that asks for nothing a profile could give runs without one. */
    static boolean confines(SandboxPolicy policy) {
        return !WITHOUT_PROFILE.containsAll(policy.required());
    }

    static EnforcementReport of(SandboxPolicy policy) {
        EnforcementReport.Builder report = EnforcementReport.builder(SeatbeltProvider.ID);
        if (confines(policy)) {
            confined(policy, report);
        } else {
            for (Guarantee guarantee : Guarantee.values()) {
                report.notEnforced(guarantee, "the policy confines nothing, so commands run without a profile");
            }
        }
        return report.enforced(Guarantee.ENV, "a new environment with only the named variables")
                .enforced(
                        Guarantee.LIMIT_WALL, "a timer of this JVM kills the command and what it finds of its children")
                .partial(
                        Guarantee.TREE_KILL,
                        "macOS has no process namespaces: processes are found by their parents, and one that detached "
                                + "itself by a double fork is missed")
                .build();
    }

    private static void confined(SandboxPolicy policy, EnforcementReport.Builder report) {
        String limits = "this provider sets no resource limits";
        report.enforced(Guarantee.FS_WRITE, "Seatbelt profile that denies writing by default")
                .enforced(Guarantee.FS_READ, "Seatbelt profile that denies reading by default")
                .enforced(Guarantee.METADATA, "Seatbelt rule on the names at every depth, missing ones included")
                .set(Guarantee.FS_DENY_GLOB, globs(policy))
                .set(Guarantee.UNIX_SOCKETS, unixSockets(policy))
                .set(Guarantee.NET_NONE, noNetwork(policy))
                .set(Guarantee.EXEC_ALLOWLIST, executables(policy))
                .notEnforced(Guarantee.NET_ALLOWLIST, "this provider has no proxy for listed hosts")
                .partial(
                        Guarantee.PROC_ISOLATION,
                        "signals and process information stay inside the sandbox by rule; the self-test does not try it")
                .partial(
                        Guarantee.NO_NEW_PRIVS,
                        "macOS refuses set-user-id programs in a sandbox; the self-test does not try it")
                .partial(Guarantee.IPC_ISOLATION, "POSIX semaphores of the host can be opened by name")
                .notEnforced(Guarantee.SYSCALL_FILTER, "Seatbelt decides about operations, not about system calls")
                .notEnforced(Guarantee.TTY, "a command that inherits a terminal can drive it")
                .notEnforced(Guarantee.LIMIT_PROCESSES, limits)
                .notEnforced(Guarantee.LIMIT_MEMORY, limits)
                .notEnforced(Guarantee.LIMIT_CPU, limits)
                .notEnforced(Guarantee.LIMIT_FILE_SIZE, limits);
    }

    private static Enforcement globs(SandboxPolicy policy) {
        if (policy.entries().stream().noneMatch(entry -> entry.kind() == Entry.Kind.GLOB)) {
            return Enforcement.enforced("the policy has no globs");
        }
        if (globs(policy, "?") || globs(policy, "[")) {
            return Enforcement.partial("? and [ ] stand for one byte of a name, so names beyond ASCII differ");
        }
        boolean elsewhere = policy.entries().stream()
                .anyMatch(entry -> entry.access() == Access.WRITE && !entry.isFor(Entry.Special.WORKSPACE));
        boolean relative = policy.entries().stream()
                .anyMatch(entry -> entry.kind() == Entry.Kind.GLOB
                        && !entry.value().startsWith("/")
                        && entry.access() != Access.WRITE);
        if (elsewhere && relative) {
            return Enforcement.partial(
                    "a file moved out of the workspace into another writable folder, such as the one "
                            + "for temporary files, leaves the reach of a relative glob");
        }
        return Enforcement.enforced("Seatbelt rule on an expression, which holds for files that appear later too");
    }

    private static boolean globs(SandboxPolicy policy, String with) {
        return policy.entries().stream()
                .anyMatch(entry ->
                        entry.kind() == Entry.Kind.GLOB && entry.value().contains(with));
    }

    private static Enforcement unixSockets(SandboxPolicy policy) {
        return policy.network().mode() == Network.Mode.FULL
                ? Enforcement.notEnforced("the policy allows network, and to Seatbelt a unix socket is network")
                : Enforcement.enforced("Seatbelt profile that denies network by default; listed sockets by their path");
    }

    private static Enforcement noNetwork(SandboxPolicy policy) {
        return policy.network().mode() == Network.Mode.NONE
                ? Enforcement.enforced("Seatbelt profile that denies network by default, loopback included")
                : Enforcement.notEnforced("the policy allows network");
    }

    private static Enforcement executables(SandboxPolicy policy) {
        return policy.executables().isEmpty()
                ? Enforcement.notEnforced("the policy lists no programs")
                : Enforcement.partial("only listed programs are executed, but a listed interpreter runs any script");
    }
}

package dev.agentloop.sandbox.linux;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Enforcement;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import java.util.Optional;

/** Says what {@link BwrapProvider} enforces, and by which mechanism. */
final class BwrapReport {
    private static final String UNCONFINED = "the policy confines neither files nor network";

    private BwrapReport() {}

    static EnforcementReport of(SandboxPolicy policy, Optional<String> metadataGap, Host host) {
        EnforcementReport.Builder report = EnforcementReport.builder(BwrapProvider.ID)
                .enforced(Guarantee.FS_WRITE, "mount namespace: read-only bind mounts of all but the writable paths")
                .enforced(Guarantee.FS_READ, "mount namespace: empty, sealed mounts over what may not be read")
                .enforced(Guarantee.PROC_ISOLATION, "pid namespace with its own /proc")
                .enforced(
                        Guarantee.TREE_KILL,
                        "pid namespace that ends with its first process, tied to this JVM by a parent-death signal")
                .enforced(Guarantee.IPC_ISOLATION, "ipc namespace")
                .enforced(Guarantee.NO_NEW_PRIVS, "no_new_privs flag, no capabilities")
                .enforced(Guarantee.ENV, "a new environment with only the named variables")
                .set(Guarantee.FS_DENY_GLOB, globs(policy))
                .set(Guarantee.METADATA, metadata(policy, metadataGap))
                .set(Guarantee.UNIX_SOCKETS, unixSockets(policy))
                .notEnforced(Guarantee.EXEC_ALLOWLIST, "a program can be copied, or run by the dynamic loader");
        network(policy, host.allowListGap(), report);
        filtered(policy, report);
        limits(host.root(), host.find("prlimit").isPresent(), report);
        return report.build();
    }

    private static Enforcement globs(SandboxPolicy policy) {
        boolean any = policy.entries().stream().anyMatch(entry -> entry.kind() == Entry.Kind.GLOB);
        return any
                ? Enforcement.partial("globs become mounts over the files of the workspace that match when the session "
                        + "opens; files that appear later, or lie outside, are not covered")
                : Enforcement.enforced("the policy has no globs");
    }

    private static Enforcement metadata(SandboxPolicy policy, Optional<String> gap) {
        boolean everywhere = policy.entries().stream()
                .anyMatch(entry -> entry.isFor(Entry.Special.ROOT) && entry.access() == Access.WRITE);
        if (everywhere && !policy.protectedNames().isEmpty()) {
            return Enforcement.notEnforced("the whole file system is writable and cannot be searched for them");
        }
        return gap.map(Enforcement::partial)
                .orElse(Enforcement.enforced("read-only mounts over protected names, empty ones over missing names"));
    }

    private static Enforcement unixSockets(SandboxPolicy policy) {
        if (!policy.unixSockets().isEmpty()) {
            return Enforcement.partial(
                    "the filter cannot tell sockets apart: every socket file that can be seen is open");
        }
        return BwrapArguments.confines(policy)
                ? Enforcement.enforced("system call filter: no socket of the unix domain, pairs by stream only")
                : Enforcement.notEnforced(UNCONFINED);
    }

    private static void network(SandboxPolicy policy, Optional<String> allowListGap, EnforcementReport.Builder report) {
        Network.Mode mode = policy.network().mode();
        if (mode == Network.Mode.NONE) {
            report.enforced(Guarantee.NET_NONE, "network namespace that holds only its own loopback");
        } else {
            report.notEnforced(Guarantee.NET_NONE, "the policy allows network");
        }
        report.set(
                Guarantee.NET_ALLOWLIST,
                mode == Network.Mode.FULL
                        ? Enforcement.notEnforced("the policy allows the network of the host")
                        : allowListGap
                                .map(Enforcement::notEnforced)
                                .orElse(Enforcement.enforced(
                                        "network namespace whose only way out is a proxy of this JVM,"
                                                + " which checks host, port and address of each connection")));
    }

    private static void filtered(SandboxPolicy policy, EnforcementReport.Builder report) {
        if (BwrapArguments.confines(policy)) {
            report.enforced(Guarantee.SYSCALL_FILTER, "seccomp program built for this architecture")
                    .enforced(Guarantee.TTY, "new session, and a filter for terminal injection");
        } else {
            report.notEnforced(Guarantee.SYSCALL_FILTER, UNCONFINED).notEnforced(Guarantee.TTY, UNCONFINED);
        }
    }

    private static void limits(boolean root, boolean prlimit, EnforcementReport.Builder report) {
        String missing = "the program prlimit of util-linux is not installed";
        Enforcement byPrlimit = prlimit
                ? Enforcement.enforced("resource limit of the process, set by prlimit")
                : Enforcement.notEnforced(missing);
        report.set(Guarantee.LIMIT_CPU, byPrlimit)
                .set(Guarantee.LIMIT_FILE_SIZE, byPrlimit)
                .set(
                        Guarantee.LIMIT_PROCESSES,
                        root ? Enforcement.notEnforced("the kernel does not count processes of user 0") : byPrlimit)
                .notEnforced(Guarantee.LIMIT_MEMORY, "needs a control group, which this provider does not make")
                .enforced(Guarantee.LIMIT_WALL, "a timer of this JVM ends the pid namespace");
    }
}

package dev.agentloop.sandbox.windows;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Enforcement;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.SandboxPolicy;

/** Says what a {@link TokenPlan} enforces when the helper carries it out. */
final class TokenReport {
    private static final String NO_FENCE =
            "without an account and firewall rules of its own, set up by an administrator, a process reaches the network";

    private TokenReport() {}

    static EnforcementReport of(SandboxPolicy policy) {
        String job = "job object that ends with its last handle";
        EnforcementReport.Builder report = EnforcementReport.builder(TokenProvider.ID)
                .enforced(Guarantee.ENV, "a new environment with only the named variables")
                .enforced(Guarantee.TREE_KILL, job)
                .enforced(Guarantee.LIMIT_WALL, "a timer of this JVM ends the job")
                .enforced(Guarantee.LIMIT_PROCESSES, "limit of the job object")
                .enforced(Guarantee.LIMIT_MEMORY, "limit of the job object")
                .enforced(Guarantee.LIMIT_CPU, "limit of the job object, on time in user mode")
                .notEnforced(Guarantee.LIMIT_FILE_SIZE, "job objects have no such limit")
                .notEnforced(Guarantee.FS_READ, "a write-restricted token reads what the user may read")
                .notEnforced(Guarantee.NET_NONE, NO_FENCE)
                .notEnforced(Guarantee.NET_ALLOWLIST, NO_FENCE)
                .notEnforced(Guarantee.UNIX_SOCKETS, NO_FENCE)
                .notEnforced(Guarantee.SYSCALL_FILTER, "Windows has no such filter for ordinary programs")
                .notEnforced(Guarantee.EXEC_ALLOWLIST, "the token does not say which programs run")
                .notEnforced(Guarantee.TTY, "an inherited console can be driven")
                .partial(
                        Guarantee.NO_NEW_PRIVS,
                        "the token holds no privileges and its powerful groups are disabled; services and scheduled tasks "
                                + "that listen to the user are not fenced off")
                .set(Guarantee.FS_DENY_GLOB, globs(policy));
        if (TokenPlan.confinesWrites(policy)) {
            return report.set(Guarantee.FS_WRITE, writes(policy))
                    .partial(
                            Guarantee.METADATA,
                            "access lists protect names that exist directly in a writable folder; missing names can be "
                                    + "created, and deeper ones changed")
                    .partial(
                            Guarantee.PROC_ISOLATION,
                            "processes outside cannot be changed, because their integrity is higher, but they can be seen")
                    .partial(Guarantee.IPC_ISOLATION, "named objects of the user can be read, not changed")
                    .build();
        }
        String free = "the policy lets commands write everywhere";
        return report.notEnforced(Guarantee.FS_WRITE, free)
                .notEnforced(Guarantee.METADATA, free)
                .notEnforced(Guarantee.PROC_ISOLATION, free)
                .notEnforced(Guarantee.IPC_ISOLATION, free)
                .build();
    }

    private static Enforcement writes(SandboxPolicy policy) {
        boolean narrowed = policy.entries().stream()
                .anyMatch(entry -> entry.kind() == Entry.Kind.PATH && entry.access() != Access.WRITE);
        return narrowed
                ? Enforcement.partial(
                        "a narrower entry below a writable folder holds only if its file exists at the start")
                : Enforcement.enforced("write-restricted token of low integrity, and access lists");
    }

    private static Enforcement globs(SandboxPolicy policy) {
        boolean any = policy.entries().stream().anyMatch(entry -> entry.kind() == Entry.Kind.GLOB);
        return any
                ? Enforcement.notEnforced("access lists stand on files, not on patterns")
                : Enforcement.enforced("the policy has no globs");
    }
}

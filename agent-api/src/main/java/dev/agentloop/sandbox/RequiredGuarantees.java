package dev.agentloop.sandbox;

import java.util.EnumSet;

/** Derives from the content of a policy what must be enforced for the content to be true. */
final class RequiredGuarantees {
    private RequiredGuarantees() {}

    static EnumSet<Guarantee> of(SandboxPolicy policy) {
        EnumSet<Guarantee> required = EnumSet.of(Guarantee.ENV);
        required.addAll(policy.demanded());
        files(policy, required);
        network(policy, required);
        limits(policy.limits(), required);
        if (!policy.executables().isEmpty()) {
            required.add(Guarantee.EXEC_ALLOWLIST);
        }
        return required;
    }

    private static void files(SandboxPolicy policy, EnumSet<Guarantee> required) {
        boolean allReadable = false;
        boolean allWritable = false;
        boolean anyWritable = policy.grants().stream().anyMatch(grant -> grant.access() == Access.WRITE);
        for (Entry entry : policy.entries()) {
            boolean root = entry.isFor(Entry.Special.ROOT);
            allReadable |= root && entry.access() != Access.NONE;
            allWritable |= root && entry.access() == Access.WRITE;
            anyWritable |= entry.access() == Access.WRITE;
        }
        for (Entry entry : policy.entries()) {
            if (entry.kind() == Entry.Kind.GLOB) {
                required.add(Guarantee.FS_DENY_GLOB);
            } else {
                allReadable &= entry.access() != Access.NONE;
                allWritable &= entry.access() == Access.WRITE;
            }
        }
        if (!allReadable) {
            required.add(Guarantee.FS_READ);
        }
        if (!allWritable) {
            required.add(Guarantee.FS_WRITE);
            required.add(Guarantee.TREE_KILL);
        }
        if (anyWritable && !policy.protectedNames().isEmpty()) {
            required.add(Guarantee.METADATA);
        }
    }

    private static void network(SandboxPolicy policy, EnumSet<Guarantee> required) {
        switch (policy.network().mode()) {
            case NONE -> required.addAll(EnumSet.of(Guarantee.NET_NONE, Guarantee.UNIX_SOCKETS));
            case ALLOWLIST -> required.addAll(EnumSet.of(Guarantee.NET_ALLOWLIST, Guarantee.UNIX_SOCKETS));
            case FULL -> {}
        }
    }

    private static void limits(ResourceLimits limits, EnumSet<Guarantee> required) {
        limits.processes().ifPresent(value -> required.add(Guarantee.LIMIT_PROCESSES));
        limits.memoryBytes().ifPresent(value -> required.add(Guarantee.LIMIT_MEMORY));
        limits.cpuTime().ifPresent(value -> required.add(Guarantee.LIMIT_CPU));
        limits.fileSizeBytes().ifPresent(value -> required.add(Guarantee.LIMIT_FILE_SIZE));
        limits.wallTime().ifPresent(value -> required.add(Guarantee.LIMIT_WALL));
    }
}

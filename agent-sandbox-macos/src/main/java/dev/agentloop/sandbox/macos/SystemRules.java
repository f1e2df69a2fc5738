package dev.agentloop.sandbox.macos;

import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Writes the rules about everything but the policy's files: what every process needs to start, and the network. */
final class SystemRules {
    /** Facts about the machine that runtimes ask for at their start; none tells of other processes. */
    private static final List<String> KERNEL_VALUES = List.of(
            "kern.argmax",
            "kern.hostname",
            "kern.maxfilesperproc",
            "kern.maxproc",
            "kern.ngroups",
            "kern.osproductversion",
            "kern.osrelease",
            "kern.ostype",
            "kern.osversion",
            "kern.secure_kernel",
            "kern.usrstack64",
            "kern.version",
            "vm.loadavg");

    private static final List<String> KERNEL_VALUE_PREFIXES = List.of("hw.", "kern.osvariant_", "machdep.cpu.");

    /** Looks up users and groups. */
    private static final String USERS = "com.apple.system.opendirectoryd.libinfo";

    /** Name resolution, proxies and certificates. */
    private static final List<String> NETWORK_SERVICES = List.of(
            "com.apple.SystemConfiguration.DNSConfiguration",
            "com.apple.SystemConfiguration.configd",
            "com.apple.trustd",
            "com.apple.trustd.agent");

    private static final List<String> DEVICES = List.of("/dev/null", "/dev/random", "/dev/urandom", "/dev/zero");

    /** Links of every Mac; looking one up is not reading what it leads to. */
    private static final List<String> LINKS = List.of("/etc", "/tmp", "/var");

    private SystemRules() {}

    /** What stands before the rules about files. */
    static List<Rule> processes() {
        List<Filter> values = new ArrayList<>();
        KERNEL_VALUES.forEach(name -> values.add(new Filter(Filter.Kind.SYSCTL_NAME, name)));
        KERNEL_VALUE_PREFIXES.forEach(name -> values.add(new Filter(Filter.Kind.SYSCTL_NAME_PREFIX, name)));
        List<Filter> own = List.of(new Filter(Filter.Kind.TARGET, "same-sandbox"));
        return List.of(
                Rule.allow(List.of(Operation.PROCESS_FORK), List.of()),
                Rule.allow(List.of(Operation.SIGNAL, Operation.PROCESS_INFO), own),
                Rule.allow(List.of(Operation.IPC_POSIX_SEM), List.of()),
                Rule.allow(List.of(Operation.SYSCTL_READ), values),
                Rule.allow(List.of(Operation.MACH_LOOKUP), List.of(new Filter(Filter.Kind.GLOBAL_NAME, USERS))));
    }

    /** What stands after the rules about files, because no entry takes it away. */
    static List<Rule> devices() {
        return List.of(
                Rule.allow(
                        List.of(Operation.FILE_READ, Operation.FILE_WRITE_DATA),
                        DEVICES.stream().map(Filter::literal).toList()),
                Rule.allow(List.of(Operation.FILE_READ, Operation.FILE_WRITE_DATA), List.of(Filter.subpath("/dev/fd"))),
                Rule.allow(
                        List.of(Operation.FILE_READ_METADATA),
                        LINKS.stream().map(Filter::literal).toList()));
    }

    /** Network: everything or nothing; listed hosts need a proxy, and without one there is no network. */
    static List<Rule> network(SandboxPolicy policy, HostPaths host) {
        if (policy.network().mode() == Network.Mode.FULL) {
            return List.of(
                    Rule.allow(List.of(Operation.NETWORK, Operation.SYSTEM_SOCKET), List.of()),
                    Rule.allow(
                            List.of(Operation.MACH_LOOKUP),
                            NETWORK_SERVICES.stream()
                                    .map(name -> new Filter(Filter.Kind.GLOBAL_NAME, name))
                                    .toList()));
        }
        if (policy.unixSockets().isEmpty()) {
            return List.of();
        }
        List<Filter> sockets = new TreeSet<>(policy.unixSockets())
                .stream()
                        .map(host::real)
                        .map(path -> Filter.literal(path.toString()))
                        .toList();
        return List.of(Rule.allow(List.of(Operation.NETWORK_OUTBOUND), sockets));
    }
}

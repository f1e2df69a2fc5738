package dev.agentloop.sandbox;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A policy in plain words. */
final class PolicyText {
    private PolicyText() {}

    static String of(SandboxPolicy policy) {
        StringBuilder text = content(policy);
        text.append("must be enforced\n");
        for (Guarantee guarantee : policy.required()) {
            text.append("  ").append(guarantee).append(": ").append(guarantee.meaning());
            text.append(policy.partialAllowed().contains(guarantee) ? " (partly will do)\n" : "\n");
        }
        return text.toString();
    }

    static String of(SandboxPolicy policy, EnforcementReport report) {
        StringBuilder text = content(policy);
        text.append("enforced by ").append(report.providerId()).append('\n');
        for (Guarantee guarantee : Guarantee.values()) {
            Enforcement enforcement = report.of(guarantee);
            text.append("  ").append(guarantee).append(policy.required().contains(guarantee) ? " (required)" : "");
            text.append(": ")
                    .append(enforcement.level())
                    .append(": ")
                    .append(enforcement.detail())
                    .append('\n');
        }
        if (!report.missing(policy).isEmpty()) {
            text.append("refused: nothing starts, because not enforced: ")
                    .append(report.missing(policy))
                    .append('\n');
        }
        return text.toString();
    }

    private static StringBuilder content(SandboxPolicy policy) {
        StringBuilder text = new StringBuilder("files (the nearest line wins, then the lower access)\n");
        for (Entry entry : policy.entries()) {
            text.append("  ").append(files(entry, policy)).append('\n');
        }
        policy.grants()
                .forEach(grant ->
                        text.append("  granted: ").append(grant.describe()).append('\n'));
        line(text, "never changed in writable folders", policy.protectedNames());
        text.append("network: ").append(network(policy.network())).append('\n');
        line(text, "unix sockets of the host", policy.unixSockets());
        text.append("programs: ")
                .append(policy.executables().isEmpty() ? "all that can be read" : join(policy.executables()))
                .append('\n');
        line(text, "variables taken from the host", policy.environment().allow());
        line(text, "variables set", policy.environment().set().keySet());
        text.append("limits: ").append(limits(policy.limits())).append('\n');
        return text;
    }

    private static String files(Entry entry, SandboxPolicy policy) {
        String access = switch (entry.access()) {
            case NONE -> "refused";
            case READ -> "read only";
            case WRITE -> "read and write";
        };
        String what = entry.value();
        if (entry.isFor(Entry.Special.ROOT)) {
            what = "everything";
        } else if (entry.isFor(Entry.Special.WORKSPACE)) {
            what = "workspace " + policy.workspace().map(Path::toString).orElse("(the session's folder)");
        } else if (entry.isFor(Entry.Special.TMP)) {
            boolean own = policy.privateTmp() && entry.access() == Access.WRITE;
            what = own ? "a private temporary folder" : "the temporary folders of the host";
        } else if (entry.kind() == Entry.Kind.GLOB) {
            what = "files matching " + entry.value();
        }
        return what + ": " + access;
    }

    private static String network(Network network) {
        return switch (network.mode()) {
            case NONE -> "none";
            case FULL -> "the network of the host";
            case ALLOWLIST -> "only " + join(network.allow());
        };
    }

    private static String limits(ResourceLimits limits) {
        String text = part(
                        "processes",
                        Optional.of(limits.processes())
                                .filter(v -> v.isPresent())
                                .map(v -> v.getAsInt()))
                + part(
                        "memory bytes",
                        Optional.of(limits.memoryBytes())
                                .filter(v -> v.isPresent())
                                .map(v -> v.getAsLong()))
                + part("processor time", limits.cpuTime())
                + part(
                        "file size bytes",
                        Optional.of(limits.fileSizeBytes())
                                .filter(v -> v.isPresent())
                                .map(v -> v.getAsLong()))
                + part("wall time", limits.wallTime());
        return text.isEmpty() ? "none" : text.substring(2);
    }

    private static String part(String name, Optional<?> value) {
        return value.map(given -> ", " + name + " " + given.toString().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static void line(StringBuilder text, String title, Collection<?> values) {
        text.append(title)
                .append(": ")
                .append(values.isEmpty() ? "none" : join(values))
                .append('\n');
    }

    private static String join(Collection<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}

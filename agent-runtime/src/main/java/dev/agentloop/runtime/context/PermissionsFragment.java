package dev.agentloop.runtime.context;

import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.HostRule;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells the model what it may do, from the very policies that are enforced. */
final class PermissionsFragment {
    private PermissionsFragment() {}

    static ContextFragment of(SandboxPolicy sandbox, ApprovalPolicy approvals) {
        return ContextFragment.of(
                ContextKind.PERMISSIONS,
                ContextKind.PERMISSIONS.opening() + files(sandbox) + network(sandbox.network()) + approvals(approvals)
                        + "</permissions>");
    }

    private static String files(SandboxPolicy sandbox) {
        if (rootAccess(sandbox) == Access.WRITE) {
            return "Files: commands and file tools may read and change everything"
                    + except(places(sandbox, Access.READ), "may only be read")
                    + except(places(sandbox, Access.NONE), "may not be touched") + ".\n";
        }
        List<String> writable = places(sandbox, Access.WRITE);
        List<String> readable = places(sandbox, Access.READ);
        boolean everything = rootAccess(sandbox) == Access.READ;
        StringBuilder text = new StringBuilder("Files: commands and file tools may ");
        if (everything) {
            text.append("read everything");
        } else {
            text.append(readable.isEmpty() ? "read only what they may change" : "read only " + join(readable));
        }
        text.append(writable.isEmpty() ? " and change nothing" : " and change only " + join(writable));
        if (!writable.isEmpty() && !sandbox.protectedNames().isEmpty()) {
            text.append("; what is named ")
                    .append(String.join(", ", sandbox.protectedNames()))
                    .append(" is read-only there");
        }
        text.append(everything ? except(readable, "may only be read") : "");
        return text.append(except(places(sandbox, Access.NONE), "may not be touched"))
                .append(".\n")
                .toString();
    }

    private static Access rootAccess(SandboxPolicy sandbox) {
        return sandbox.entries().stream()
                .filter(entry -> entry.isFor(Entry.Special.ROOT))
                .map(Entry::access)
                .min(Access::compareTo)
                .orElse(Access.NONE);
    }

    private static List<String> places(SandboxPolicy sandbox, Access access) {
        List<String> places = new ArrayList<>();
        for (Entry entry : sandbox.entries()) {
            if (entry.access() == access && !entry.isFor(Entry.Special.ROOT)) {
                places.add(place(entry, sandbox));
            }
        }
        return places;
    }

    private static String place(Entry entry, SandboxPolicy sandbox) {
        if (entry.isFor(Entry.Special.WORKSPACE)) {
            return sandbox.workspace().map(Path::toString).orElse("the working directory");
        }
        if (entry.isFor(Entry.Special.TMP)) {
            return sandbox.privateTmp() ? "a private temporary folder" : "the temporary folders";
        }
        return entry.kind() == Entry.Kind.GLOB ? "what matches " + entry.value() : entry.value();
    }

    private static String except(List<String> places, String rule) {
        return places.isEmpty() ? "" : "; " + join(places) + " " + rule;
    }

    private static String join(List<String> places) {
        return places.size() == 1
                ? places.get(0)
                : String.join(", ", places.subList(0, places.size() - 1)) + " and " + places.get(places.size() - 1);
    }

    private static String network(Network network) {
        return switch (network.mode()) {
            case NONE -> "Network: none.\n";
            case FULL -> "Network: everything may be reached.\n";
            case ALLOWLIST ->
                "Network: only "
                        + network.allow().stream().map(HostRule::toString).collect(Collectors.joining(", ")) + ".\n";
        };
    }

    private static String approvals(ApprovalPolicy policy) {
        return "Approvals: "
                + switch (policy.mode()) {
                    case UNTRUSTED ->
                        "a person is asked before every command that is not known to be harmless, before patches and"
                                + " before tools that want approval. A refusal is an answer: do not try the same in"
                                + " another way.";
                    case ON_REQUEST ->
                        "what these limits allow runs without asking. A person may be asked to allow more; a refusal is"
                                + " an answer: do not try the same in another way.";
                    case NEVER ->
                        "nobody is asked. What these limits do not allow fails: work within them, or say what is"
                                + " missing.";
                    case GRANULAR ->
                        "a person may be asked about " + topics(policy)
                                + ". Everything else that these limits do not allow fails.";
                }
                + "\n";
    }

    private static String topics(ApprovalPolicy policy) {
        List<String> topics = Arrays.stream(ApprovalPolicy.Topic.values())
                .filter(policy::mayAsk)
                .map(topic -> topic.name().toLowerCase(Locale.ROOT))
                .toList();
        return topics.isEmpty() ? "nothing" : join(topics);
    }
}

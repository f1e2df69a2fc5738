package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Environment;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.ResourceLimits;
import dev.agentloop.sandbox.SandboxPolicy;
import java.util.Collection;
import java.util.Locale;

/**
 * Sandbox policies as JSON, for people to write and auditors to read:
 *
 * <pre>{@code
 * {"version":1,
 *  "entries":[{"special":"root","access":"read"},{"path":"/work","access":"write"},{"glob":"*.pem","access":"none"}],
 *  "network":{"mode":"allowlist","allow":["example.com:443"]},
 *  "executables":[],
 *  "env":{"allow":["PATH"],"set":{"CI":"1"}},
 *  "limits":{"processes":100,"memoryBytes":1073741824,"cpuTime":"PT30S","fileSizeBytes":1048576,"wallTime":"PT1M"}}
 * }</pre>
 *
 * and, where they differ from what a builder starts with, {@code workspace}, {@code wideWorkspace}, {@code protectedNames},
 * {@code privateTmp}, {@code unixSockets}, {@code require}, {@code allowPartial} and {@code grants}. Only {@code version} and
 * {@code entries} must be given. An unknown member is an error, because a misspelt one would change what is allowed. The
 * values of variables are part of the text.
 */
public final class PolicyJson {
    /** The version written. */
    public static final int VERSION = 1;

    private static final SandboxPolicy DEFAULTS = SandboxPolicy.builder().build();

    private PolicyJson() {}

    /** Writes a policy as one line. */
    public static String toJson(SandboxPolicy policy) {
        ObjectNode node = Json.object().put("version", VERSION);
        policy.workspace().ifPresent(root -> node.put("workspace", root.toString()));
        if (policy.wideWorkspace()) {
            node.put("wideWorkspace", true);
        }
        ArrayNode entries = node.putArray("entries");
        policy.entries()
                .forEach(entry -> entries.addObject()
                        .put(entry.kind().key(), entry.value())
                        .put("access", lower(entry.access())));
        ObjectNode network =
                node.putObject("network").put("mode", lower(policy.network().mode()));
        if (policy.network().mode() == Network.Mode.ALLOWLIST) {
            texts(network, "allow", policy.network().allow());
        }
        texts(node, "executables", policy.executables());
        environment(node.putObject("env"), policy.environment());
        limits(node.putObject("limits"), policy.limits());
        rest(node, policy);
        return Json.write(node);
    }

    private static void environment(ObjectNode node, Environment environment) {
        if (!environment.equals(Environment.standard())) {
            texts(node, "allow", environment.allow());
            ObjectNode set = node.putObject("set");
            environment.set().forEach(set::put);
        }
    }

    private static void limits(ObjectNode node, ResourceLimits limits) {
        limits.processes().ifPresent(count -> node.put("processes", count));
        limits.memoryBytes().ifPresent(bytes -> node.put("memoryBytes", bytes));
        limits.cpuTime().ifPresent(time -> node.put("cpuTime", time.toString()));
        limits.fileSizeBytes().ifPresent(bytes -> node.put("fileSizeBytes", bytes));
        limits.wallTime().ifPresent(time -> node.put("wallTime", time.toString()));
    }

    private static void rest(ObjectNode node, SandboxPolicy policy) {
        if (!policy.protectedNames().equals(DEFAULTS.protectedNames())) {
            texts(node, "protectedNames", policy.protectedNames());
        }
        if (policy.privateTmp() != DEFAULTS.privateTmp()) {
            node.put("privateTmp", policy.privateTmp());
        }
        if (!policy.unixSockets().isEmpty()) {
            texts(node, "unixSockets", policy.unixSockets());
        }
        guarantees(node, "require", policy.demanded());
        guarantees(node, "allowPartial", policy.partialAllowed());
        if (!policy.grants().isEmpty()) {
            ArrayNode grants = node.putArray("grants");
            policy.grants().forEach(grant -> grants.add(grant(grant)));
        }
    }

    private static ObjectNode grant(PermissionGrant grant) {
        ObjectNode node = Json.object();
        grant.path().ifPresent(path -> node.put("path", path.toString()).put("access", lower(grant.access())));
        grant.host().ifPresent(host -> node.put("host", host.toString()));
        return node;
    }

    private static void guarantees(ObjectNode node, String name, Collection<Guarantee> guarantees) {
        if (!guarantees.isEmpty()) {
            texts(node, name, guarantees.stream().map(PolicyJson::lower).toList());
        }
    }

    private static void texts(ObjectNode node, String name, Collection<?> values) {
        ArrayNode array = node.putArray(name);
        values.forEach(value -> array.add(value.toString()));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a policy that {@link #toJson} or a person wrote.
     *
     * @throws IllegalArgumentException naming the place and the expected form
     */
    public static SandboxPolicy fromJson(String json) {
        return PolicyReader.read(Json.tree(json), VERSION);
    }

    /** The access that an entry or grant names. */
    static Access access(PolicyNode node) {
        return node.required("access", "one of none, read, write").constant(Access.class);
    }

    /** The kind of an entry by the one member that names it. */
    static Entry.Kind kind(PolicyNode node) {
        Entry.Kind found = null;
        for (Entry.Kind kind : Entry.Kind.values()) {
            if (node.names().contains(kind.key())) {
                if (found != null) {
                    throw node.expected("only one of path, glob and special");
                }
                found = kind;
            }
        }
        if (found == null) {
            throw node.expected("one of path, glob and special, such as {\"path\":\"/work\",\"access\":\"write\"}");
        }
        return found;
    }
}

package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Environment;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.HostRule;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.ResourceLimits;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.SandboxPolicyBuilder;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the policies that {@link PolicyJson} describes. */
final class PolicyReader {
    private static final String DURATION = "a duration such as \"PT30S\"";

    private PolicyReader() {}

    static SandboxPolicy read(JsonNode document, int newest) {
        PolicyNode root = new PolicyNode("", document)
                .object(
                        "version",
                        "workspace",
                        "wideWorkspace",
                        "entries",
                        "network",
                        "executables",
                        "env",
                        "limits",
                        "protectedNames",
                        "privateTmp",
                        "unixSockets",
                        "require",
                        "allowPartial",
                        "grants");
        Versions.remove("policy", newest, document);
        SandboxPolicyBuilder builder = SandboxPolicy.builder();
        builder.entries(root.required("entries", "a list").list("a list of entries", PolicyReader::entry));
        root.member("workspace", node -> builder.workspace(path(node)));
        root.member("wideWorkspace", node -> {
            if (node.bool()) {
                builder.allowWideWorkspace();
            }
        });
        root.member("network", node -> builder.network(network(node)));
        root.member("executables", node -> builder.executables(node.list("a list of paths", PolicyReader::path)));
        root.member("env", node -> builder.environment(environment(node)));
        root.member("limits", node -> builder.limits(limits(node)));
        root.member("protectedNames", node -> builder.protectedNames(texts(node, "a list of names")));
        root.member("privateTmp", node -> builder.privateTmp(node.bool()));
        root.member("unixSockets", node -> builder.unixSockets(node.list("a list of paths", PolicyReader::path)));
        root.member("require", node -> builder.require(guarantees(node)));
        root.member("allowPartial", node -> builder.allowPartial(guarantees(node)));
        return withGrants(root, builder.build());
    }

    private static SandboxPolicy withGrants(PolicyNode root, SandboxPolicy policy) {
        List<PermissionGrant> grants = new ArrayList<>();
        root.member("grants", node -> grants.addAll(node.list("a list of grants", PolicyReader::grant)));
        SandboxPolicy widened = policy;
        for (PermissionGrant grant : grants) {
            widened = grant.applyTo(widened);
        }
        return widened;
    }

    private static Entry entry(PolicyNode node) {
        node.object("path", "glob", "special", "access");
        Entry.Kind kind = PolicyJson.kind(node);
        Access access = PolicyJson.access(node);
        PolicyNode value = node.required(kind.key(), "a text");
        return value.make(() -> new Entry(kind, value.text("a text"), access));
    }

    private static PermissionGrant grant(PolicyNode node) {
        node.object("path", "access", "host");
        if (node.names().contains("host")) {
            PolicyNode host = node.required("host", "a host");
            return host.make(() -> PermissionGrant.host(host.text("a host such as \"example.com:443\"")));
        }
        Path path = path(node.required("path", "an absolute path, or the member host"));
        Access access = PolicyJson.access(node);
        return node.make(() -> PermissionGrant.path(path, access));
    }

    private static Network network(PolicyNode node) {
        node.object("mode", "allow");
        Network.Mode mode =
                node.required("mode", "one of none, allowlist, full").constant(Network.Mode.class);
        List<HostRule> allow = new ArrayList<>();
        node.member(
                "allow",
                list -> allow.addAll(list.list(
                        "a list of hosts such as \"example.com:443\"",
                        rule -> rule.make(() -> HostRule.parse(rule.text("a host such as \"example.com:443\""))))));
        return node.make(() -> new Network(mode, allow));
    }

    private static Environment environment(PolicyNode node) {
        node.object("allow", "set");
        List<String> allow = new ArrayList<>(Environment.standard().allow());
        Map<String, String> set = new LinkedHashMap<>();
        node.member("allow", names -> {
            allow.clear();
            allow.addAll(texts(names, "a list of names of variables"));
        });
        node.member("set", values -> {
            if (!values.node().isObject()) {
                throw values.expected("an object of names and values");
            }
            values.names()
                    .forEach(name ->
                            set.put(name, values.required(name, "a text").text("a text")));
        });
        return node.make(() -> new Environment(allow, set));
    }

    private static ResourceLimits limits(PolicyNode node) {
        node.object("processes", "memoryBytes", "cpuTime", "fileSizeBytes", "wallTime");
        ResourceLimits.Builder limits = ResourceLimits.builder();
        node.member("processes", value -> limits.processes(value.integer("a number of processes")));
        node.member("memoryBytes", value -> limits.memoryBytes(value.wholeNumber("a number of bytes")));
        node.member("cpuTime", value -> limits.cpuTime(duration(value)));
        node.member("fileSizeBytes", value -> limits.fileSizeBytes(value.wholeNumber("a number of bytes")));
        node.member("wallTime", value -> limits.wallTime(duration(value)));
        return node.make(limits::build);
    }

    private static Duration duration(PolicyNode node) {
        try {
            return Duration.parse(node.text(DURATION));
        } catch (DateTimeException e) {
            throw node.expected(DURATION);
        }
    }

    private static Path path(PolicyNode node) {
        Path path = node.make(() -> Path.of(node.text("an absolute path")));
        if (!path.isAbsolute()) {
            throw node.expected("an absolute path");
        }
        return path;
    }

    private static List<String> texts(PolicyNode node, String form) {
        return node.list(form, element -> element.text("a text"));
    }

    private static Guarantee[] guarantees(PolicyNode node) {
        return node.list("a list of guarantees such as \"net_none\"", element -> element.constant(Guarantee.class))
                .toArray(Guarantee[]::new);
    }
}

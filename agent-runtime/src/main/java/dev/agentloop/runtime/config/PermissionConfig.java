package dev.agentloop.runtime.config;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalPolicy.Topic;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Environment;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.SandboxPolicyBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the policies that the settings name. */
public final class PermissionConfig {
    // What a project's file says counts in the next session, so a command must not change it.
    private static final String OWN_FOLDER = ".agentloop";
    private static final String WORKSPACE_WRITE = "sandbox_workspace_write";
    private static final String VARIABLES = "shell_environment_policy";

    private final SettingTree settings;

    private PermissionConfig(LoadedConfig config) {
        this.settings = config.settings();
    }

    /** When to ask; empty when nothing says so. */
    public static Optional<ApprovalPolicy> approvals(LoadedConfig config) {
        return new PermissionConfig(config).approvals();
    }

    /**
     * What commands may do in this folder; empty when nothing says so and the folder is too wide for the usual policy.
     *
     * @throws AgentConfigurationException naming the setting that cannot be used
     */
    public static Optional<SandboxPolicy> sandbox(LoadedConfig config, Path workingDirectory) {
        PermissionConfig permissions = new PermissionConfig(config);
        if (config.settings().find("sandbox_mode").isEmpty() && isTooWide(workingDirectory)) {
            return Optional.empty();
        }
        return Optional.of(permissions.sandbox(workingDirectory));
    }

    private static boolean isTooWide(Path workingDirectory) {
        try {
            SandboxPolicy.workspaceWrite(workingDirectory);
            return false;
        } catch (IllegalArgumentException tooWide) {
            return true;
        }
    }

    private Optional<ApprovalPolicy> approvals() {
        Map<String, SettingTree> granular = settings.tables("approval_policy");
        if (granular.containsKey("granular")) {
            return Optional.of(granular(granular.get("granular")));
        }
        return settings.find("approval_policy").map(policy -> switch (policy.text()) {
            case "untrusted" -> ApprovalPolicy.untrusted();
            case "never" -> ApprovalPolicy.never();
            default -> ApprovalPolicy.onRequest();
        });
    }

    private static ApprovalPolicy granular(SettingTree wanted) {
        Map<String, List<Topic>> topics = Map.of(
                "sandbox_approval", List.of(Topic.SANDBOX, Topic.NETWORK),
                "rules", List.of(Topic.COMMANDS, Topic.PATCHES),
                "mcp_elicitations", List.of(Topic.TOOLS));
        List<Topic> asked = new ArrayList<>();
        topics.forEach((name, about) -> {
            if (wanted.find(name).map(Setting::flag).orElse(false)) {
                asked.addAll(about);
            }
        });
        return ApprovalPolicy.granular(asked.toArray(Topic[]::new));
    }

    private SandboxPolicy sandbox(Path workingDirectory) {
        Optional<Setting> mode = settings.find("sandbox_mode");
        try {
            SandboxPolicy policy = switch (mode.map(Setting::text).orElse("workspace-write")) {
                case "read-only" -> SandboxPolicy.readOnly();
                case "danger-full-access" -> SandboxPolicy.dangerFullAccess().withWorkspace(workingDirectory);
                default -> workspaceWrite(workingDirectory);
            };
            return policy.toBuilder().environment(environment()).build();
        } catch (IllegalArgumentException e) {
            throw new AgentConfigurationException(
                    mode.map(Setting::place).orElse("sandbox_mode") + ": " + e.getMessage(), e);
        }
    }

    private SandboxPolicy workspaceWrite(Path workingDirectory) {
        SandboxPolicy usual = SandboxPolicy.workspaceWrite(workingDirectory);
        SandboxPolicyBuilder builder = usual.toBuilder();
        Set<String> names = new LinkedHashSet<>(usual.protectedNames());
        names.add(OWN_FOLDER);
        builder.protectedNames(names);
        if (flag("exclude_tmpdir_env_var") || flag("exclude_slash_tmp")) {
            builder.entries(usual.entries().stream()
                    .filter(entry -> !entry.isFor(Entry.Special.TMP))
                    .toList());
        }
        settings.find(WORKSPACE_WRITE, "writable_roots")
                .ifPresent(roots -> roots.texts().forEach(root -> builder.write(roots.path(root))));
        if (flag("network_access")) {
            builder.network(Network.full());
        }
        return builder.build();
    }

    private boolean flag(String name) {
        return settings.find(WORKSPACE_WRITE, name).map(Setting::flag).orElse(false);
    }

    private Environment environment() {
        Environment environment =
                switch (settings.find(VARIABLES, "inherit").map(Setting::text).orElse("core")) {
                    case "none" -> Environment.empty();
                    case "all" -> new Environment(List.of("*"), Map.of());
                    default -> Environment.standard();
                };
        Optional<List<String>> only =
                settings.find(VARIABLES, "include_only").map(Setting::texts).filter(names -> !names.isEmpty());
        if (only.isPresent()) {
            environment = new Environment(only.get(), Map.of());
        }
        for (Map.Entry<String, String> variable : settings.find(VARIABLES, "set")
                .map(Setting::textMap)
                .orElse(Map.of())
                .entrySet()) {
            environment = environment.setting(variable.getKey(), variable.getValue());
        }
        return environment;
    }
}

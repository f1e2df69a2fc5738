package dev.agentloop.runtime;

import dev.agentloop.Limits;
import dev.agentloop.runtime.config.ConfigLoader;
import dev.agentloop.runtime.config.LoadedConfig;
import dev.agentloop.runtime.config.McpConfig;
import dev.agentloop.runtime.config.ModelConfig;
import dev.agentloop.runtime.config.PermissionConfig;
import dev.agentloop.runtime.context.ContextFiles;
import dev.agentloop.runtime.context.PromptFile;
import dev.agentloop.tool.McpServerSpec;
import java.nio.file.Path;
import java.util.List;

/** Fills what a builder left open with what configuration files say. */
final class ConfiguredParts {
    private ConfiguredParts() {}

    /**
     * Fills these parts, if there is a configuration.
     *
     * @return which files speak to the model
     */
    static ContextFiles fill(AgentParts parts, Path directory, AgentNotices problems) {
        if (parts.configuration == null) {
            return ContextFiles.ofProjects().withProjects(parts.workingDirectory != null);
        }
        LoadedConfig config = ConfigLoader.load(parts.configuration, directory);
        config.notices().forEach(notice -> problems.add(notice.code(), notice.message()));
        model(parts, config);
        if (parts.approvalPolicy == null) {
            parts.approvalPolicy = PermissionConfig.approvals(config).orElse(null);
        }
        if (parts.sandbox == null) {
            parts.sandbox = PermissionConfig.sandbox(config, directory).orElse(null);
        }
        List<String> given = parts.mcpServers.stream().map(McpServerSpec::name).toList();
        McpConfig.servers(config).stream()
                .filter(server -> !given.contains(server.name()))
                .forEach(parts.mcpServers::add);
        return config.contextFiles();
    }

    private static void model(AgentParts parts, LoadedConfig config) {
        if (parts.model == null) {
            parts.model = config.model().orElse(null);
        }
        if (parts.effort == null) {
            parts.effort = config.effort().orElse(null);
        }
        if (parts.endpoint == null && parts.modelProvider == null) {
            parts.endpoint = ModelConfig.endpoint(config).orElse(null);
        }
        if (parts.instructions == null && config.instructions().isPresent()) {
            Path file = config.instructions().get();
            parts.instructions = () -> PromptFile.file(file);
        }
        int usual = Limits.builder().build().toolOutputBytes();
        if (parts.limits.build().toolOutputBytes() == usual) {
            parts.limits.toolOutputBytes(config.toolOutputBytes().orElse(usual));
        }
    }
}

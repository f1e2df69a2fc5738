package dev.agentloop.runtime.config;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.tool.McpServerSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the MCP servers that the settings name. */
public final class McpConfig {
    private McpConfig() {}

    /**
     * The servers that are not switched off, in the order in which they are named.
     *
     * @throws AgentConfigurationException naming the server that cannot be used
     */
    public static List<McpServerSpec> servers(LoadedConfig config) {
        List<McpServerSpec> servers = new ArrayList<>();
        for (Map.Entry<String, SettingTree> server :
                config.settings().tables("mcp_servers").entrySet()) {
            if (server.getValue().find("enabled").map(Setting::flag).orElse(true)) {
                servers.add(server(server.getKey(), server.getValue()));
            }
        }
        return servers;
    }

    private static McpServerSpec server(String name, SettingTree settings) {
        McpServerSpec.Builder builder = start(name, settings);
        settings.find("env").ifPresent(env -> env.textMap().forEach(builder::environment));
        settings.find("http_headers").ifPresent(headers -> headers.textMap().forEach(builder::header));
        settings.find("bearer_token_env_var").map(Setting::text).ifPresent(builder::bearerTokenFromEnvironment);
        settings.find("required").map(Setting::flag).ifPresent(builder::required);
        settings.find("startup_timeout_sec").map(Setting::seconds).ifPresent(builder::startTimeout);
        settings.find("tool_timeout_sec").map(Setting::seconds).ifPresent(builder::callTimeout);
        settings.find("enabled_tools").map(McpConfig::distinct).ifPresent(builder::enabledTools);
        settings.find("disabled_tools").map(McpConfig::distinct).ifPresent(builder::disabledTools);
        settings.find("supports_parallel_tool_calls").map(Setting::flag).ifPresent(builder::parallelSafe);
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new AgentConfigurationException("mcp_servers." + name + ": " + e.getMessage(), e);
        }
    }

    private static McpServerSpec.Builder start(String name, SettingTree settings) {
        Optional<Setting> command = settings.find("command");
        Optional<Setting> url = settings.find("url");
        if (command.isPresent() == url.isPresent()) {
            throw new AgentConfigurationException("mcp_servers." + name + " needs either command or url"
                    + command.map(both -> ", not both: " + both.place()).orElse(""));
        }
        if (command.isPresent()) {
            List<String> argv = new ArrayList<>(List.of(command.get().text()));
            settings.find("args").ifPresent(args -> argv.addAll(args.texts()));
            return McpServerSpec.stdio(name, argv.toArray(String[]::new));
        }
        try {
            return McpServerSpec.http(name, URI.create(url.orElseThrow().text()));
        } catch (IllegalArgumentException e) {
            throw new AgentConfigurationException(
                    url.orElseThrow().place() + ": '" + url.orElseThrow().text() + "' is no address", e);
        }
    }

    private static String[] distinct(Setting names) {
        return names.texts().stream().distinct().toArray(String[]::new);
    }
}

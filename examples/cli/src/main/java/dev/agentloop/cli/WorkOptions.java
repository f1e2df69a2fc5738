package dev.agentloop.cli;

import dev.agentloop.Agent;
import dev.agentloop.mcp.McpToolProvider;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.McpServerSpec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where an agent works and what it may do there. */
final class WorkOptions {
    private static final String NO_SANDBOX = "none";

    @Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder to work in, the only one that may be changed; default: the current one.")
    private Path directory = Path.of(".");

    @Option(
            names = "--sandbox",
            paramLabel = "ID",
            description = "Confine commands with this provider only; '" + NO_SANDBOX
                    + "' confines nothing: use it only where nothing can be harmed.")
    private @Nullable String sandbox;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    /** An agent that works there, as the configuration says. */
    Agent.Builder agent(CliContext context) {
        Agent.Builder builder = plainAgent().configuration(config.configuration(context, ModelOptions.DEFAULT_MODEL));
        ConfigOptions.home(context).map(McpTokens::in).map(McpToolProvider::new).ifPresent(builder::toolProvider);
        return builder;
    }

    /** The MCP servers that the configuration names. */
    List<McpServerSpec> mcpServers(CliContext context) {
        return ConfiguredServers.of(plainAgent()
                .modelProvider(new OneCallModel("", "{}")) // no model is asked, so no key is needed
                .configuration(config.configuration(context, ModelOptions.DEFAULT_MODEL)));
    }

    /** An agent that works there and knows no configuration. */
    Agent.Builder plainAgent() {
        Path folder = directory.toAbsolutePath().normalize();
        Agent.Builder builder = Agent.builder().workingDirectory(folder);
        if (sandbox != null) {
            builder.sandboxProvider(sandbox);
        }
        if (NO_SANDBOX.equals(sandbox)) {
            builder.sandbox(SandboxPolicy.dangerFullAccess().withWorkspace(folder));
        }
        return builder;
    }
}

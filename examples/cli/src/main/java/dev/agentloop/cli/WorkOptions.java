package dev.agentloop.cli;

import dev.agentloop.Agent;
import dev.agentloop.mcp.McpToolProvider;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.McpServerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where an agent works and what it may do there. */
final class WorkOptions {
    private static final String NO_SANDBOX = "none";

    @Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR",
            description = "The folder to work in, the only one that may be changed; default: the current one.")
    private @Nullable Path directory;

    @Option(
            names = "--sandbox",
            paramLabel = "ID",
            description = "Confine commands with this provider only; '" + NO_SANDBOX
                    + "' confines nothing: use it only where nothing can be harmed.")
    private @Nullable String sandbox;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    /** The folder that was named. */
    Optional<Path> folder() {
        return Optional.ofNullable(directory)
                .map(named -> named.toAbsolutePath().normalize());
    }

    /** An agent that works there, or in the current folder, as the configuration says. */
    Agent.Builder agent(CliContext context) {
        return agent(context, Path.of(""));
    }

    /** An agent that works there, or in another folder when none was named, as the configuration says. */
    Agent.Builder agent(CliContext context, Path otherwise) {
        Agent.Builder builder =
                plainAgent(otherwise).configuration(config.configuration(context, ModelOptions.DEFAULT_MODEL));
        context.home().map(McpTokens::in).map(McpToolProvider::new).ifPresent(builder::toolProvider);
        return builder;
    }

    /** The MCP servers that the configuration names. */
    List<McpServerSpec> mcpServers(CliContext context) {
        return ConfiguredServers.of(plainAgent()
                .modelProvider(new OneCallModel("", "{}")) // no model is asked, so no key is needed
                .configuration(config.configuration(context, ModelOptions.DEFAULT_MODEL)));
    }

    /** An agent that works there, or in the current folder, and knows no configuration. */
    Agent.Builder plainAgent() {
        return plainAgent(Path.of(""));
    }

    private Agent.Builder plainAgent(Path otherwise) {
        Path folder = folder().orElseGet(() -> otherwise.toAbsolutePath().normalize());
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

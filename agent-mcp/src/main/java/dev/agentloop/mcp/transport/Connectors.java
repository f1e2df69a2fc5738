package dev.agentloop.mcp.transport;

import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.McpServerSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The ways to servers, as their settings say. */
public final class Connectors {
    private Connectors() {}

    /** A server that runs as a process. */
    public static Connector process(
            McpServerSpec spec,
            Map<String, String> variables,
            CommandRunner commands,
            Path workingDirectory,
            McpThreads threads) {
        return handler -> StdioTransport.start(spec, variables, commands, workingDirectory, handler, threads);
    }

    /** A server at an address. */
    public static Connector address(McpServerSpec spec, URI url, RequestAuthorizer authorizer, McpThreads threads) {
        return new Connector() {
            @Override
            public McpTransport open(ServerHandler handler) {
                return new HttpTransport(spec.name(), url, spec.headers(), authorizer, handler, threads);
            }

            @Override
            public Optional<McpTransport> openOld(ServerHandler handler) {
                return Optional.of(
                        OldHttpTransport.open(spec.name(), url, spec.headers(), authorizer, handler, threads));
            }
        };
    }
}

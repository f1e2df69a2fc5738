package dev.agentloop.cli;

import dev.agentloop.mcp.login.FileTokenStore;
import dev.agentloop.mcp.login.McpTokenStore;
import java.nio.file.Path;

/** Where this command line keeps the tokens of MCP servers. */
final class McpTokens {
    private McpTokens() {}

    /** Those of one home. */
    static McpTokenStore in(Path home) {
        return new FileTokenStore(home.resolve("mcp-tokens"));
    }

    /** @throws CliException when nothing says where the home is */
    static McpTokenStore of(CliContext context) {
        return in(context.home()
                .orElseThrow(() ->
                        CliException.missing("Nothing says where tokens are kept; set AGENTLOOP_HOME to a folder")));
    }
}

package dev.agentloop.checks.endurance;

import dev.agentloop.Agent;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.McpServerSpec;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A program whose agent has an MCP server. Says how many tools it has and then does nothing. */
final class McpHost {
    /** Has one tool; ends with its input or, when its first argument is "stubborn", never. */
    private static final String SERVER = """
            trap '' HUP TERM
            answer() { echo '{"jsonrpc":"2.0","id":'"$id"',"result":'"$1"'}'; }
            while IFS= read -r line; do
              id=$(printf %s "$line" | sed -n 's/.*"id":\\([0-9]*\\).*/\\1/p')
              case $line in
                *'"initialize"'*) answer '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}}}' ;;
                *'"tools/list"'*) answer '{"tools":[{"name":"nothing","inputSchema":{"type":"object"}}]}' ;;
              esac
            done
            while [ "$1" = stubborn ]; do sleep 1; done
            """;

    private McpHost() {}

    /** @param arguments the workspace, the sandbox provider, how the server behaves, an argument to find it by */
    public static void main(String[] arguments) {
        Path workspace = Path.of(arguments[0]);
        McpServerSpec server = McpServerSpec.stdio("tiny", "sh", "-c", SERVER, "tiny", arguments[2], arguments[3])
                .required(true)
                .build();
        SandboxPolicy policy = arguments[1].equals("none")
                ? SandboxPolicy.dangerFullAccess()
                : SandboxPolicy.workspaceWrite(workspace);
        try (Agent agent = Agent.builder()
                .modelProvider(ScriptedModelProvider.script())
                .workingDirectory(workspace)
                .sandbox(policy)
                .sandboxProvider(arguments[1])
                .mcpServer(server)
                .build()) {
            System.out.println(agent.tools().stream()
                    .filter(tool -> tool.name().startsWith("mcp__"))
                    .count());
            while (true) {
                LockSupport.park();
            }
        }
    }
}

package dev.agentloop.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.mcp.client.McpClient;
import dev.agentloop.mcp.client.McpException;
import dev.agentloop.mcp.protocol.ListTools;
import dev.agentloop.mcp.protocol.McpJson;
import dev.agentloop.mcp.protocol.ToolResult;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** One tool of a server. What the server says about its harmlessness is not believed. */
final class McpTool implements ToolHandler {
    private final ServerConnection connection;
    private final ListTools.Tool tool;
    private final ToolSpec spec;

    McpTool(ServerConnection connection, ListTools.Tool tool) {
        this.connection = connection;
        this.tool = tool;
        this.spec = spec(connection.spec(), tool);
    }

    private static ToolSpec spec(McpServerSpec server, ListTools.Tool tool) {
        ToolSpec.Builder spec = ToolSpec.builder(QualifiedNames.of(server.name(), tool.name()))
                .description(
                        tool.description().isBlank()
                                ? "Tool " + tool.name() + " of the MCP server " + server.name()
                                : tool.description())
                .inputSchema(tool.inputSchema());
        tool.outputSchema().map(JsonSchema::new).ifPresent(spec::outputSchema);
        if (tool.destructive()) {
            spec.traits(ToolSpec.Trait.DESTRUCTIVE);
        }
        if (needsApproval(server, tool)) {
            spec.traits(ToolSpec.Trait.NEEDS_APPROVAL);
        }
        if (server.parallelSafe()) {
            spec.traits(ToolSpec.Trait.PARALLEL_SAFE);
        }
        return spec.build();
    }

    private static boolean needsApproval(McpServerSpec server, ListTools.Tool tool) {
        return switch (server.approval()) {
            case NEVER -> false;
            case DESTRUCTIVE -> tool.destructive();
            case ALWAYS -> true;
        };
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) throws InterruptedException {
        JsonNode arguments;
        try {
            arguments = McpJson.read(call.argumentsJson());
        } catch (JsonProcessingException e) {
            return ToolOutput.error("The arguments are not JSON: " + e.getOriginalMessage());
        }
        if (!arguments.isObject()) {
            return ToolOutput.error("The arguments must be a JSON object");
        }
        McpClient client;
        try {
            client = connection.client();
        } catch (McpException e) {
            return failed("cannot be used: " + e.getMessage());
        }
        return call(client, arguments, context);
    }

    private ToolOutput call(McpClient client, JsonNode arguments, ToolContext context) throws InterruptedException {
        McpServerSpec server = connection.spec();
        try {
            return ToolResult.output(client.callTool(
                    tool, arguments, server.callTimeout(), context, step -> context.emitOutput(step + "\n")));
        } catch (JsonRpcException e) {
            return failed("answered with error " + e.code() + ": " + e.getMessage());
        } catch (TimeoutException e) {
            return failed("has not answered within " + server.callTimeout().toMillis()
                    + " ms; the call was cancelled. Whether it had an effect is unknown.");
        } catch (IOException e) {
            Optional<String> end = client.howItEnded();
            if (end.isEmpty()) {
                return failed("could not be reached: " + e.getMessage());
            }
            connection.lost(client);
            return failed("has " + end.get()
                    + ". Whether the call had an effect is unknown. The next call starts the server again.");
        }
    }

    private ToolOutput failed(String what) {
        return ToolOutput.error("The MCP server " + connection.spec().name() + " " + what);
    }

    @Override
    public String toString() {
        return "McpTool[" + spec.name() + "]";
    }
}

package dev.agentloop.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.mcp.client.McpClient;
import dev.agentloop.mcp.protocol.ListTools;
import dev.agentloop.mcp.protocol.McpJson;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;

/** One tool of a server. What the server says about its harmlessness is not believed. */
final class McpTool implements ToolHandler {
    private final McpClient client;
    private final String nameAtServer;
    private final ToolSpec spec;

    McpTool(McpClient client, ListTools.Tool tool) {
        this.client = client;
        this.nameAtServer = tool.name();
        this.spec = spec(client, tool);
    }

    private static ToolSpec spec(McpClient client, ListTools.Tool tool) {
        String server = client.spec().name();
        ToolSpec.Builder spec = ToolSpec.builder(QualifiedNames.of(server, tool.name()))
                .description(
                        tool.description().isBlank()
                                ? "Tool " + tool.name() + " of the MCP server " + server
                                : tool.description())
                .inputSchema(tool.inputSchema());
        tool.outputSchema().map(JsonSchema::new).ifPresent(spec::outputSchema);
        if (tool.destructive()) {
            spec.traits(ToolSpec.Trait.DESTRUCTIVE);
        }
        if (client.spec().parallelSafe()) {
            spec.traits(ToolSpec.Trait.PARALLEL_SAFE);
        }
        return spec.build();
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
        return client.call(nameAtServer, arguments, context.cancellation(), step -> context.emitOutput(step + "\n"));
    }

    @Override
    public String toString() {
        return "McpTool[" + spec.name() + "]";
    }
}

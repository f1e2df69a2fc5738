package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.ToolExecutionException;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.mcp.protocol.McpJson;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelQuestion;
import dev.agentloop.model.ModelReply;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the model of the agent whose tool call runs, which asks a person first. */
public final class ModelSampler implements Sampler {
    /** The protocol's code for a request that the user rejected. */
    private static final int REJECTED = -1;

    @Override
    public JsonNode sample(String server, JsonNode params, ToolContext caller)
            throws JsonRpcException, InterruptedException {
        List<ModelItem.Message> messages = new ArrayList<>();
        for (JsonNode message : params.path("messages")) {
            messages.add(message(message));
        }
        ModelQuestion question = new ModelQuestion(
                "MCP server " + server, params.path("systemPrompt").asText(), messages);
        try {
            return result(caller.askModel(question));
        } catch (ToolExecutionException | UnsupportedOperationException e) {
            throw new JsonRpcException(REJECTED, String.valueOf(e.getMessage()));
        }
    }

    private static ModelItem.Message message(JsonNode message) throws JsonRpcException {
        ModelItem.Role role =
                message.path("role").asText().equals("assistant") ? ModelItem.Role.ASSISTANT : ModelItem.Role.USER;
        JsonNode content = message.path("content");
        List<Content> parts = new ArrayList<>();
        for (JsonNode part : content.isArray() ? content : McpJson.array(content)) {
            parts.add(part(part));
        }
        return new ModelItem.Message("", role, parts, Optional.empty());
    }

    private static Content part(JsonNode part) throws JsonRpcException {
        String type = part.path("type").asText();
        return switch (type) {
            case "text" -> new Content.Text(part.path("text").asText());
            case "image" ->
                new Content.Image("data:" + part.path("mimeType").asText() + ";base64,"
                        + part.path("data").asText());
            default ->
                throw new JsonRpcException(
                        JsonRpcException.INVALID_PARAMS, "This client's model cannot be asked with '" + type + "'");
        };
    }

    private static ObjectNode result(ModelReply reply) {
        ObjectNode result = McpJson.object();
        result.put("role", "assistant");
        result.putObject("content").put("type", "text").put("text", reply.text());
        result.put("model", reply.model());
        result.put("stopReason", "endTurn");
        return result;
    }
}

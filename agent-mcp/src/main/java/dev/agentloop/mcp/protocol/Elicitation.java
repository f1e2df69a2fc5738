package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.approval.ElicitationAnswer;
import dev.agentloop.approval.ElicitationRequest;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.tool.JsonSchema;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/** Method {@code elicitation/create}: a question of the server to the user. */
public final class Elicitation {
    public static final String METHOD = "elicitation/create";

    private Elicitation() {}

    /**
     * The question in the params.
     *
     * @throws JsonRpcException when they hold none, or the page is no http address
     */
    public static ElicitationRequest request(String server, JsonNode params) throws JsonRpcException {
        String message = params.path("message").asText();
        if (!params.path("mode").asText("form").equals("url")) {
            return new ElicitationRequest.Form(
                    server, message, new JsonSchema(McpJson.write(params.path("requestedSchema"))));
        }
        String url = params.path("url").asText();
        try {
            URI page = URI.create(url);
            if ("https".equalsIgnoreCase(page.getScheme()) || "http".equalsIgnoreCase(page.getScheme())) {
                return new ElicitationRequest.Visit(
                        server, message, page, params.path("elicitationId").asText());
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw new JsonRpcException(JsonRpcException.INVALID_PARAMS, "The url is no http or https address");
    }

    /** The result for the server. Fields that an accepted form leaves out get their defaults. */
    public static ObjectNode result(ElicitationAnswer answer, JsonNode params) {
        ObjectNode result = McpJson.object();
        result.put("action", answer.action().name().toLowerCase(Locale.ROOT));
        boolean form = !params.path("mode").asText("form").equals("url");
        if (form && answer.action() == ElicitationAnswer.Action.ACCEPT) {
            result.set("content", withDefaults(answer.contentJson(), params.path("requestedSchema")));
        }
        return result;
    }

    private static ObjectNode withDefaults(String contentJson, JsonNode schema) {
        ObjectNode content = object(contentJson);
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            if (!content.has(field.getKey()) && field.getValue().has("default")) {
                content.set(field.getKey(), field.getValue().get("default"));
            }
        }
        return content;
    }

    private static ObjectNode object(String json) {
        try {
            if (McpJson.read(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The elicitation handler's content is not JSON", e);
        }
        throw new IllegalArgumentException("The elicitation handler's content is no JSON object");
    }
}

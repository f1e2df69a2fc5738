package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.approval.ElicitationAnswer;
import dev.agentloop.approval.ElicitationHandler;
import dev.agentloop.approval.ElicitationRequest;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.mcp.protocol.Elicitation;
import dev.agentloop.mcp.protocol.McpJson;
import dev.agentloop.tool.ToolContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what a server asks of its client, within what the client offers. */
final class ServerRequests {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerRequests.class);
    private static final String SAMPLING = "sampling/createMessage";
    private static final String ROOTS = "roots/list";
    private static final String PING = "ping";

    private final String server;
    private final ClientOffers offers;

    ServerRequests(String server, ClientOffers offers) {
        this.server = server;
        this.offers = offers;
    }

    /** @param caller the tool call during which the server asks; null when none runs */
    JsonNode answer(String method, JsonNode params, @Nullable ToolContext caller)
            throws JsonRpcException, InterruptedException {
        if (method.equals(PING)) {
            return McpJson.object();
        }
        if (method.equals(ROOTS) && !offers.roots().isEmpty()) {
            return roots();
        }
        if (method.equals(Elicitation.METHOD) && offers.elicitation().isPresent()) {
            ElicitationRequest question = Elicitation.request(server, params);
            return Elicitation.result(ask(offers.elicitation().get(), question), params);
        }
        if (method.equals(SAMPLING) && offers.sampler().isPresent()) {
            if (caller == null) {
                throw new JsonRpcException(
                        JsonRpcException.INVALID_REQUEST, "The model can only be asked while a tool call runs");
            }
            return offers.sampler().get().sample(server, params, caller);
        }
        throw new JsonRpcException(JsonRpcException.METHOD_NOT_FOUND, "This client does not offer " + method);
    }

    private ElicitationAnswer ask(ElicitationHandler handler, ElicitationRequest question) throws InterruptedException {
        try {
            return handler.elicit(question);
        } catch (RuntimeException e) {
            LOGGER.warn("The elicitation handler failed on a question of MCP server {}", server, e);
            return ElicitationAnswer.cancel();
        }
    }

    private ObjectNode roots() {
        ObjectNode result = McpJson.object();
        ArrayNode roots = result.putArray("roots");
        offers.roots()
                .forEach(root -> roots.addObject()
                        .put("uri", root.toUri().toString())
                        .put("name", String.valueOf(root.getFileName())));
        return result;
    }
}

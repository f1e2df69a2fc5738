package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.tool.ToolContext;

/** Asks the agent's model on behalf of a server. */
public interface Sampler {
    /**
     * Asks.
     *
     * @param params of {@code sampling/createMessage}
     * @param caller the tool call during which the server asks
     * @return the result for the server
     * @throws JsonRpcException when a person said no or the model could not answer
     */
    JsonNode sample(String server, JsonNode params, ToolContext caller) throws JsonRpcException, InterruptedException;
}

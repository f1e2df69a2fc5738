package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A result that is none yet: the server needs answers first, and the request is sent again with them. */
public final class InputRequired {
    private InputRequired() {}

    /** Whether it is such a result. A result that does not say what it is, is complete. */
    public static boolean is(JsonNode result) {
        return result.path("resultType").asText().equals("input_required");
    }

    /** The server's questions by their keys; each has a {@code method} and {@code params}. */
    public static Iterable<Map.Entry<String, JsonNode>> questions(JsonNode result) {
        return result.path("inputRequests").properties();
    }

    /** The params of the request that goes on: those of the first one, the answers, and the server's state untouched. */
    public static ObjectNode next(ObjectNode params, JsonNode result, ObjectNode answers) {
        ObjectNode next = params.deepCopy();
        next.set("inputResponses", answers);
        next.remove("requestState");
        if (result.has("requestState")) {
            next.set("requestState", result.get("requestState"));
        }
        return next;
    }
}

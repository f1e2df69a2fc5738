package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * One thing that a request repeats of the conversation, in the words of the Responses wire.
 *
 * @param type the role of a message, else the type of the item
 * @param callId of a call or an output; else empty
 * @param texts its text parts
 */
record InputEntry(String type, String callId, List<String> texts) {
    static final String CALL = "function_call";
    static final String OUTPUT = "function_call_output";
    static final String REASONING = "reasoning";

    static InputEntry message(String role, JsonNode content) {
        return new InputEntry(role, "", texts(content));
    }

    boolean isOutput() {
        return type.endsWith("_output");
    }

    boolean isMessage() {
        return List.of("system", "developer", "user", "assistant").contains(type);
    }

    /** The texts of a content that is a text itself or consists of parts. */
    static List<String> texts(JsonNode content) {
        if (content.isTextual()) {
            return List.of(content.textValue());
        }
        return StreamSupport.stream(content.spliterator(), false)
                .map(part -> part.path("text"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
    }
}

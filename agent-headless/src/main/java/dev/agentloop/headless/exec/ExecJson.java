package dev.agentloop.headless.exec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** The one place of this module that reads and writes JSON. */
final class ExecJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ExecJson() {}

    /** An empty object. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An object with its {@code type}. */
    static ObjectNode object(String type) {
        return object().put("type", type);
    }

    /** What a model or a tool wrote as JSON; the text itself where it is none. */
    static JsonNode parsed(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null || node.isMissingNode() ? TextNode.valueOf(text) : node;
        } catch (JsonProcessingException notJson) {
            return TextNode.valueOf(text);
        }
    }

    /** One line. Some readers of lines, Node's among them, also end a line at U+2028 and U+2029; so these are escaped. */
    static String line(ObjectNode event) {
        try {
            return MAPPER.writeValueAsString(event).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree of JSON nodes could not be written", impossible);
        }
    }
}

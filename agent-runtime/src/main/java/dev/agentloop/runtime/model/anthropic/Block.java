package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.runtime.model.http.JsonText;
import dev.agentloop.runtime.model.http.WireJson;
import java.io.IOException;
import java.util.Set;

/** One content block being received. It grows by deltas into the form in which it must be given back. */
final class Block {
    private static final Set<String> CALL_MEMBERS = Set.of("type", "id", "name", "input");

    private final Kind kind;
    private final String itemId;
    private final ObjectNode start;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder input = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();

    /** What a block is to the loop. */
    enum Kind {
        TEXT,
        THINKING,
        CALL,
        /** A call of the tool that stands for a structured answer. */
        ANSWER,
        /** Work of the service, or something nobody knows yet. */
        HOSTED;

        static Kind of(ObjectNode block) {
            return switch (WireJson.text(block, "type")) {
                case "text" -> TEXT;
                case "thinking", "redacted_thinking" -> THINKING;
                case "tool_use" -> WireJson.text(block, "name").equals(AnswerTool.NAME) ? ANSWER : CALL;
                default -> HOSTED;
            };
        }
    }

    Block(ObjectNode start, String itemId) {
        this.kind = Kind.of(start);
        this.itemId = itemId;
        this.start = start;
        text.append(WireJson.text(start, kind == Kind.THINKING ? "thinking" : "text"));
        signature.append(WireJson.text(start, "signature"));
    }

    Kind kind() {
        return kind;
    }

    String itemId() {
        return itemId;
    }

    String member(String name) {
        return WireJson.text(start, name);
    }

    /** What was said so far, or thought. */
    String text() {
        return text.toString();
    }

    void addText(String more) {
        text.append(more);
    }

    void addInput(String more) {
        input.append(more);
    }

    void addSignature(String more) {
        signature.append(more);
    }

    void addCitation(JsonNode citation) {
        start.withArray("citations").add(citation);
    }

    /** The arguments of a call as the model wrote them. Nothing at all is how it writes an empty object. */
    String arguments() {
        if (!input.isEmpty()) {
            return input.toString();
        }
        return start.path("input").isObject() ? start.path("input").toString() : "{}";
    }

    /** Whether the arguments are an object from its first to its last brace. */
    boolean isWhole() {
        return JsonText.isWholeObject(arguments());
    }

    /** Whether the neutral form of the item would lose something of the block. */
    boolean saysMore() {
        return switch (kind) {
            case TEXT -> start.path("citations").size() > 0;
            case CALL -> {
                boolean more = false;
                for (var names = start.fieldNames(); names.hasNext(); ) {
                    more |= !CALL_MEMBERS.contains(names.next());
                }
                yield more && isWhole();
            }
            case ANSWER -> false;
            case THINKING, HOSTED -> true;
        };
    }

    /** The block as it is given back. */
    ObjectNode json() {
        ObjectNode block = start.deepCopy();
        switch (kind) {
            case TEXT -> block.put("text", text());
            case THINKING -> {
                if (block.has("thinking")) {
                    block.put("thinking", text()).put("signature", signature.toString());
                }
            }
            case CALL, ANSWER, HOSTED -> {
                if (!input.isEmpty()) {
                    block.set("input", tree(input.toString()));
                }
            }
        }
        if (block.path("citations").isNull() || block.path("citations").isEmpty()) {
            block.remove("citations");
        }
        return block;
    }

    private static JsonNode tree(String json) {
        try {
            return WireJson.tree(json);
        } catch (JsonProcessingException cut) {
            return JsonNodeFactory.instance.objectNode(); // the service's own tool, which this library never runs
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed", e);
        }
    }
}

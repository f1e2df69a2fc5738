package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.model.ModelEvent.ItemStarted;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One item of a response as the service sent it. */
final class OutputItem {
    private final JsonNode tree;
    private final String json;

    /** @param json the same item as text */
    OutputItem(JsonNode tree, String json) {
        this.tree = tree;
        this.json = json;
    }

    static OutputItem read(byte[] bytes, int offset, int length) throws IOException {
        return new OutputItem(
                WireJson.tree(bytes, offset, length), new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    /** Its id; empty when the service gave none. */
    String id() {
        return text("id");
    }

    /** The id of a call; empty for other items. */
    String callId() {
        return isCall() ? text("call_id") : "";
    }

    /** Of a call, the tool; else empty. */
    String toolName() {
        return isCall() ? text("name") : "";
    }

    ItemStarted.Kind kind() {
        return switch (type()) {
            case "message" -> ItemStarted.Kind.MESSAGE;
            case "reasoning" -> ItemStarted.Kind.REASONING;
            case "function_call", "custom_tool_call" -> ItemStarted.Kind.CALL;
            default -> ItemStarted.Kind.HOSTED;
        };
    }

    /** Whether it ends in the middle and must not be acted on: a call or a thought; half a text is still readable. */
    boolean isUnusable() {
        boolean cut = text("status").equals("incomplete");
        return cut && (kind() == ItemStarted.Kind.CALL || kind() == ItemStarted.Kind.REASONING);
    }

    /** The item for the loop; it carries the service's own form. */
    ModelItem toModelItem(String providerId) {
        Optional<Opaque> opaque = Optional.of(new Opaque(providerId, json));
        return switch (type()) {
            case "message" -> new ModelItem.Message(id(), ModelItem.Role.ASSISTANT, content(), opaque);
            case "reasoning" -> new ModelItem.Reasoning(id(), joined("summary", "\n\n"), joined("content", ""), opaque);
            case "function_call" -> new Call(id(), callIdOrId(), text("name"), Call.Form.FUNCTION, arguments(), opaque);
            case "custom_tool_call" ->
                new Call(id(), callIdOrId(), text("name"), Call.Form.FREEFORM, text("input"), opaque);
            default -> new ModelItem.Hosted(HostedItems.of(tree, json), opaque);
        };
    }

    private boolean isCall() {
        return kind() == ItemStarted.Kind.CALL;
    }

    private String callIdOrId() {
        return callId().isEmpty() ? id() : callId();
    }

    private String arguments() {
        JsonNode arguments = tree.path("arguments");
        // Text by the protocol; some servers send the object itself.
        return arguments.isObject() ? arguments.toString() : text("arguments");
    }

    private List<Content> content() {
        List<Content> parts = new ArrayList<>();
        for (JsonNode part : tree.path("content")) {
            String text = WireJson.text(part, "type").equals("refusal")
                    ? WireJson.text(part, "refusal")
                    : WireJson.text(part, "text");
            parts.add(new Content.Text(text));
        }
        return parts;
    }

    private String joined(String member, String separator) {
        List<String> texts = new ArrayList<>();
        tree.path(member).forEach(part -> texts.add(WireJson.text(part, "text")));
        return String.join(separator, texts);
    }

    private String type() {
        return text("type");
    }

    private String text(String member) {
        return WireJson.text(tree, member);
    }
}

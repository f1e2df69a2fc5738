package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.ModelItem.CallOutput;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Items of this wire that another program has written down: those of the service, the user's, and outputs. */
public final class ForeignItems {
    /** What the service made and takes back as it is. */
    private static final Set<String> SERVICE_ITEMS = Set.of(
            "reasoning", "function_call", "custom_tool_call", "web_search_call", "image_generation_call", "compaction");

    /** A member that Codex adds for itself; the service takes it from nobody else. */
    private static final String OF_CODEX = "internal_chat_message_metadata_passthrough";

    private ForeignItems() {}

    /** The item; empty when it is of a kind that no request may carry, or not whole. */
    public static Optional<ModelItem> read(JsonNode item) {
        if (!(item instanceof ObjectNode object)) {
            return Optional.empty();
        }
        String type = WireJson.text(item, "type");
        return switch (type) {
            case "message" -> message(object);
            case "function_call_output" -> Optional.of(output(item, Call.Form.FUNCTION));
            case "custom_tool_call_output" -> Optional.of(output(item, Call.Form.FREEFORM));
            case "local_shell_call" ->
                Optional.of(new Call(
                        WireJson.text(item, "id"),
                        WireJson.text(item, "call_id"),
                        "local_shell",
                        Call.Form.FUNCTION,
                        item.path("action").toString(),
                        Optional.empty()));
            default -> SERVICE_ITEMS.contains(type) ? Optional.of(ofService(object)) : Optional.empty();
        };
    }

    private static Optional<ModelItem> message(ObjectNode item) {
        ModelItem.Role role = switch (WireJson.text(item, "role")) {
            case "assistant" -> ModelItem.Role.ASSISTANT;
            case "developer", "system" -> ModelItem.Role.DEVELOPER;
            case "user" -> ModelItem.Role.USER;
            default -> null;
        };
        if (role == null) {
            return Optional.empty();
        }
        String id = WireJson.text(item, "id");
        // An answer in the service's own form needs the id that the service gave it; older files lack it.
        return Optional.of(
                role == ModelItem.Role.ASSISTANT && !id.isEmpty()
                        ? ofService(item)
                        : new ModelItem.Message(id, role, content(item.path("content")), Optional.empty()));
    }

    private static ModelItem ofService(ObjectNode item) {
        ObjectNode own = item.deepCopy();
        own.remove(OF_CODEX);
        ModelItem read = new OutputItem(own, own.toString()).toModelItem(ResponsesModelProvider.ID);
        boolean lacksId = WireJson.text(item, "id").isEmpty();
        return lacksId && read instanceof ModelItem.Reasoning thought
                ? new ModelItem.Reasoning("", thought.summary(), thought.text(), Optional.<Opaque>empty())
                : read;
    }

    private static CallOutput output(JsonNode item, Call.Form form) {
        JsonNode output = item.path("output");
        List<Content> content =
                output.isTextual() ? List.of(new Content.Text(output.textValue())) : content(parts(output));
        return new CallOutput(
                WireJson.text(item, "call_id"),
                form,
                new ToolOutput(content, false, Optional.empty()),
                Optional.empty());
    }

    /** Some versions wrap the parts in an object. */
    private static JsonNode parts(JsonNode output) {
        return output.isObject() && output.has("content") ? output.path("content") : output;
    }

    private static List<Content> content(JsonNode parts) {
        if (parts.isTextual()) {
            return List.of(new Content.Text(parts.textValue()));
        }
        List<Content> content = new ArrayList<>();
        for (JsonNode part : parts) {
            content.add(
                    WireJson.text(part, "type").equals("input_image")
                            ? new Content.Image(WireJson.text(part, "image_url"))
                            : new Content.Text(WireJson.text(part, "text")));
        }
        return content;
    }
}

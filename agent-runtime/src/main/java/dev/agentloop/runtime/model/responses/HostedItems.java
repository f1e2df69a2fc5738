package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.event.HostedItem;
import dev.agentloop.runtime.model.http.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The typed views of items that the service made with its own tools. */
final class HostedItems {
    private HostedItems() {}

    static HostedItem of(JsonNode item, String json) {
        String id = text(item, "id");
        String status = text(item, "status");
        return switch (text(item, "type")) {
            case "web_search_call" ->
                new HostedItem.WebSearch(
                        id, status, text(item.path("action"), "type"), searched(item.path("action")), json);
            case "file_search_call" ->
                new HostedItem.FileSearch(
                        id, status, texts(item.path("queries")), members(item.path("results"), "filename"), json);
            case "code_interpreter_call" ->
                new HostedItem.CodeInterpreter(id, status, text(item, "code"), text(item, "container_id"), json);
            case "computer_call" ->
                new HostedItem.ComputerUse(id, status, text(item, "call_id"), computerAction(item), json);
            case "image_generation_call" -> new HostedItem.ImageGeneration(id, status, image(item), json);
            case "mcp_call", "mcp_approval_request" ->
                new HostedItem.RemoteMcpCall(
                        id,
                        status,
                        text(item, "server_label"),
                        text(item, "name"),
                        text(item, "arguments"),
                        text(item, "output"),
                        error(item),
                        json);
            case "mcp_list_tools" ->
                new HostedItem.RemoteMcpCall(
                        id,
                        status,
                        text(item, "server_label"),
                        "",
                        "",
                        String.join(", ", members(item.path("tools"), "name")),
                        error(item),
                        json);
            default -> new HostedItem.Unknown(id, text(item, "type"), status, json);
        };
    }

    private static List<String> searched(JsonNode action) {
        List<String> queries = texts(action.path("queries"));
        if (!queries.isEmpty()) {
            return queries;
        }
        for (String member : List.of("query", "pattern", "url")) {
            String value = text(action, member);
            if (!value.isEmpty()) {
                return List.of(value);
            }
        }
        return List.of();
    }

    private static String computerAction(JsonNode item) {
        JsonNode action =
                item.has("action") ? item.path("action") : item.path("actions").path(0);
        return text(action, "type");
    }

    private static Optional<String> image(JsonNode item) {
        return Optional.of(text(item, "result")).filter(result -> !result.isEmpty());
    }

    private static String error(JsonNode item) {
        JsonNode error = item.path("error");
        if (error.isMissingNode() || error.isNull()) {
            return "";
        }
        return error.isTextual() ? error.textValue() : error.toString();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> {
            if (element.isTextual()) {
                texts.add(element.textValue());
            }
        });
        return texts;
    }

    private static List<String> members(JsonNode array, String member) {
        List<String> values = new ArrayList<>();
        array.forEach(element -> values.add(text(element, member)));
        return values;
    }

    private static String text(JsonNode object, String member) {
        return WireJson.text(object, member);
    }
}

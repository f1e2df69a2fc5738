package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.event.HostedItem;
import dev.agentloop.runtime.model.http.WireJson;
import java.util.List;

/** The typed views of blocks that the service made with its own tools. A result is a block of its own. */
final class HostedBlocks {
    private static final String DONE = "completed";

    private HostedBlocks() {}

    static HostedItem of(JsonNode block, String json) {
        String type = WireJson.text(block, "type");
        return switch (type) {
            case "server_tool_use" -> toolUse(block, json);
            case "mcp_tool_use" ->
                new HostedItem.RemoteMcpCall(
                        WireJson.text(block, "id"),
                        "in_progress",
                        WireJson.text(block, "server_name"),
                        WireJson.text(block, "name"),
                        block.path("input").toString(),
                        "",
                        "",
                        json);
            case "mcp_tool_result" -> {
                boolean failed = block.path("is_error").asBoolean();
                String text = texts(block.path("content"));
                yield new HostedItem.RemoteMcpCall(
                        WireJson.text(block, "tool_use_id"),
                        DONE,
                        "",
                        "",
                        "",
                        failed ? "" : text,
                        failed ? text : "",
                        json);
            }
            default ->
                new HostedItem.Unknown(
                        WireJson.text(block, block.has("tool_use_id") ? "tool_use_id" : "id"), type, DONE, json);
        };
    }

    private static HostedItem toolUse(JsonNode block, String json) {
        String id = WireJson.text(block, "id");
        String name = WireJson.text(block, "name");
        JsonNode input = block.path("input");
        return switch (name) {
            case "web_search" -> new HostedItem.WebSearch(id, DONE, "search", given(input, "query"), json);
            case "web_fetch" -> new HostedItem.WebSearch(id, DONE, "open_page", given(input, "url"), json);
            case "code_execution" -> new HostedItem.CodeInterpreter(id, DONE, WireJson.text(input, "code"), "", json);
            case "bash_code_execution", "text_editor_code_execution" ->
                new HostedItem.CodeInterpreter(id, DONE, WireJson.text(input, "command"), "", json);
            default -> new HostedItem.Unknown(id, name, DONE, json);
        };
    }

    private static List<String> given(JsonNode input, String member) {
        String value = WireJson.text(input, member);
        return value.isEmpty() ? List.of() : List.of(value);
    }

    private static String texts(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder all = new StringBuilder();
        content.forEach(part -> all.append(WireJson.text(part, "text")));
        return all.toString();
    }
}

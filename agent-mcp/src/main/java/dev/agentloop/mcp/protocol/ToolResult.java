package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The result of {@code tools/call} as an output for the model. */
public final class ToolResult {
    private ToolResult() {}

    /** Text and images stay what they are; what a model cannot be shown is described. */
    public static ToolOutput output(JsonNode result) {
        List<Content> content = new ArrayList<>();
        for (JsonNode block : result.path("content")) {
            content.add(content(block));
        }
        JsonNode structured = result.path("structuredContent");
        Optional<String> structuredJson = structured.isMissingNode() || structured.isNull()
                ? Optional.empty()
                : Optional.of(McpJson.write(structured));
        if (content.isEmpty()) {
            content.add(new Content.Text(structuredJson.orElse("")));
        }
        return new ToolOutput(content, result.path("isError").asBoolean(), structuredJson);
    }

    private static Content content(JsonNode block) {
        switch (block.path("type").asText()) {
            case "text":
                return new Content.Text(block.path("text").asText());
            case "image":
                return image(
                        block.path("mimeType").asText("image/png"),
                        block.path("data").asText());
            case "audio":
                return described(
                        "audio",
                        block.path("mimeType").asText(),
                        block.path("data").asText());
            case "resource_link":
                return new Content.Text(link(block));
            case "resource":
                return resource(block.path("resource"));
            default:
                return new Content.Text(McpJson.write(block));
        }
    }

    private static Content resource(JsonNode resource) {
        String mediaType = resource.path("mimeType").asText();
        if (resource.path("text").isTextual()) {
            return new Content.Text(resource.path("text").textValue());
        }
        String data = resource.path("blob").asText();
        return mediaType.startsWith("image/")
                ? image(mediaType, data)
                : described("resource " + resource.path("uri").asText(), mediaType, data);
    }

    private static Content image(String mediaType, String base64) {
        return new Content.Image("data:" + mediaType + ";base64," + base64);
    }

    private static Content described(String what, String mediaType, String base64) {
        int bytes = base64.length() / 4 * 3;
        return new Content.Text("[" + what + " of type " + (mediaType.isEmpty() ? "unknown" : mediaType) + ", about "
                + bytes + " bytes, cannot be shown]");
    }

    private static String link(JsonNode block) {
        String description =
                block.path("description").asText(block.path("title").asText());
        return block.path("name").asText("resource") + ": " + block.path("uri").asText()
                + (description.isEmpty() ? "" : " (" + description + ")");
    }
}

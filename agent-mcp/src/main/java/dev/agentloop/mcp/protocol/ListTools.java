package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Method {@code tools/list}. */
public final class ListTools {
    public static final String METHOD = "tools/list";
    /** The server has other tools now. */
    public static final String CHANGED = "notifications/tools/list_changed";

    private ListTools() {}

    /** @param cursor of the page before; null for the first page */
    public static ObjectNode params(@Nullable String cursor) {
        ObjectNode params = McpJson.object();
        return cursor == null ? params : params.put("cursor", cursor);
    }

    /**
     * A tool as its server describes it.
     *
     * @param name the server's name for it
     * @param description for the model; may be empty
     * @param inputSchema as the server wrote it, byte for byte
     * @param outputSchema as the server wrote it
     * @param destructive whether the server itself calls it destructive; a warning, never a promise
     * @param headers arguments that are repeated as headers
     */
    public record Tool(
            String name,
            String description,
            String inputSchema,
            Optional<String> outputSchema,
            boolean destructive,
            ParamHeaders headers) {}

    /**
     * One page of the list.
     *
     * @param tools in the server's order
     * @param unusable what was left out and why, for people
     * @param nextCursor asks for the next page; null at the end
     */
    public record Page(
            List<Tool> tools,
            List<String> unusable,
            @Nullable String nextCursor) {
        public Page {
            tools = List.copyOf(tools);
            unusable = List.copyOf(unusable);
        }
    }

    /**
     * Reads a page.
     *
     * @param line the answer as it came, from which the schemas are cut out
     */
    public static Page page(JsonNode result, byte[] line) {
        List<Tool> tools = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        List<RawSchemas> raw = rawSchemas(line);
        JsonNode listed = result.path("tools");
        boolean cut = raw.size() == listed.size();
        for (int index = 0; index < listed.size(); index++) {
            JsonNode tool = listed.get(index);
            RawSchemas schemas = cut ? raw.get(index) : RawSchemas.rewritten(tool);
            if (!tool.path("name").isTextual() || tool.path("name").textValue().isEmpty()) {
                unusable.add("tool " + (index + 1) + " of its list has no name");
            } else if (tool.has("inputSchema") && !tool.path("inputSchema").isObject()) {
                unusable.add("the input schema of tool " + tool.path("name").textValue() + " is no JSON object");
            } else {
                ParamHeaders.problem(tool.path("inputSchema"))
                        .ifPresentOrElse(
                                problem -> unusable.add("the schema of tool "
                                        + tool.path("name").textValue() + " has a wrong x-mcp-header: " + problem),
                                () -> tools.add(tool(tool, schemas)));
            }
        }
        String nextCursor = result.path("nextCursor").asText();
        return new Page(tools, unusable, nextCursor.isEmpty() ? null : nextCursor);
    }

    private static Tool tool(JsonNode tool, RawSchemas schemas) {
        JsonNode annotations = tool.path("annotations");
        String title = tool.path("title").asText(annotations.path("title").asText());
        return new Tool(
                tool.path("name").textValue(),
                tool.path("description").asText(title),
                schemas.input() == null ? "{\"type\":\"object\"}" : schemas.input(),
                tool.path("outputSchema").isObject() ? Optional.ofNullable(schemas.output()) : Optional.empty(),
                annotations.path("destructiveHint").asBoolean(),
                ParamHeaders.of(tool.path("inputSchema")));
    }

    private record RawSchemas(
            @Nullable String input, @Nullable String output) {
        /** For answers from which nothing can be cut, such as batches. */
        static RawSchemas rewritten(JsonNode tool) {
            return new RawSchemas(
                    tool.has("inputSchema") ? McpJson.write(tool.path("inputSchema")) : null,
                    tool.has("outputSchema") ? McpJson.write(tool.path("outputSchema")) : null);
        }
    }

    /** The schemas of all tools in the line; empty when the line is not one message. */
    private static List<RawSchemas> rawSchemas(byte[] line) {
        List<RawSchemas> schemas = new ArrayList<>();
        try (JsonParser parser = McpJson.parser(line)) {
            if (parser.nextToken() == JsonToken.START_OBJECT
                    && enter(parser, "result", JsonToken.START_OBJECT)
                    && enter(parser, "tools", JsonToken.START_ARRAY)) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    schemas.add(schemasOfTool(parser, line));
                }
            }
            return schemas;
        } catch (IOException e) {
            return List.of(); // the peer could read it all the same; then nothing is cut out of it
        }
    }

    /** Moves into a member of the current object; false when it is not there. */
    private static boolean enter(JsonParser parser, String member, JsonToken start) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(member);
            if (parser.nextToken() == start && found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static RawSchemas schemasOfTool(JsonParser parser, byte[] line) throws IOException {
        String input = null;
        String output = null;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return new RawSchemas(null, null);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            if (member.equals("inputSchema")) {
                input = text(parser, line, from);
            } else if (member.equals("outputSchema")) {
                output = text(parser, line, from);
            }
        }
        return new RawSchemas(input, output);
    }

    private static String text(JsonParser parser, byte[] line, int from) {
        int to = (int) parser.currentLocation().getByteOffset();
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }
}

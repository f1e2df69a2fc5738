package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.ModelException;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.runtime.model.http.Conversation;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.ToolSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes request bodies: first what stays the same in a session, then the messages, then what may change from request
 * to request. The bytes depend on the request alone. Apart from the markers that say where the service may cache, a
 * session's next body repeats the last one up to the end of its messages. Thread-safe.
 *
 * <p>Of the four markers the service takes, one stands behind the system prompt, one at the end, one where the request before
 * ended, and one behind the agent's tools where something may follow them or nothing else would cover them.
 */
final class RequestWriter {
    /** Members that no one else may set. */
    static final Set<String> OWN_MEMBERS = Set.of("model", "messages", "system", "tools", "stream");

    /** The output limit of models nothing is known about; the wire wants one. */
    static final long USUAL_OUTPUT = 8_192;

    // One step of an agent is shorter; a larger limit would take room from the conversation.
    private static final long MOST_OUTPUT = 32_000;

    private final String providerId;
    private final ExtraParameters extra;

    RequestWriter(String providerId, ExtraParameters extra) {
        this.providerId = providerId;
        this.extra = extra;
    }

    /** A body that asks for an answer; what the wire cannot carry is reported to the request. */
    byte[] write(ModelRequest request, ModelInfo info) {
        return body(request, info, true);
    }

    /** A body that asks how many tokens the other one has. */
    byte[] writeForCount(ModelRequest request, ModelInfo info) {
        return body(request, info, false);
    }

    /** How the request asks for thinking. */
    Thought thought(ModelRequest request, ModelInfo info) {
        return extra.has("thinking") ? Thought.unsaid() : Thought.of(request, maxTokens(info));
    }

    private byte[] body(ModelRequest request, ModelInfo info, boolean answer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = WireJson.generator(out)) {
            Messages messages = new Messages(providerId, request.instructions(), request::reportUnsupported);
            new Conversation(providerId, messages, request::reportUnsupported).write(request.input());
            messages.end();
            json.writeStartObject();
            json.writeStringField("model", request.model());
            if (answer) {
                json.writeBooleanField("stream", true);
            }
            boolean tools = writeTools(request, messages.hasSystem(), json);
            messages.write(json);
            writeTail(request, info, allowed(thought(request, info), messages, request), tools, answer, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw ModelException.builder(
                            ModelException.Kind.INVALID_REQUEST,
                            "An item of the conversation cannot be sent back to the service: it is not valid JSON")
                    .cause(e)
                    .build();
        }
        return out.toByteArray();
    }

    private static Thought allowed(Thought thought, Messages messages, ModelRequest request) {
        if (thought.mode() != Thought.Mode.BUDGET || !messages.goesOnWithoutThought()) {
            return thought;
        }
        request.reportUnsupported(
                "reasoning effort in the middle of a turn",
                "the turn began without thoughts that this service can read; it goes on without");
        return Thought.unsaid();
    }

    private static boolean writeTools(ModelRequest request, boolean hasSystem, JsonGenerator json) throws IOException {
        boolean answerTool = request.outputSchema().isPresent();
        List<String> tools = new ArrayList<>();
        for (ToolSpec tool : request.tools()) {
            tools.add(tool(tool));
        }
        for (HostedTool tool : request.hostedTools()) {
            String adapted = hosted(tool, request);
            if (!adapted.isEmpty()) {
                tools.add(adapted);
            }
        }
        if (!tools.isEmpty() && (answerTool || !hasSystem)) {
            tools.set(tools.size() - 1, BlockJson.marked(tools.get(tools.size() - 1)));
        }
        if (tools.isEmpty() && !answerTool) {
            return false;
        }
        json.writeArrayFieldStart("tools");
        for (String tool : tools) {
            json.writeRawValue(tool);
        }
        if (answerTool) {
            AnswerTool.write(request.outputSchema().get(), json);
        }
        json.writeEndArray();
        return true;
    }

    /** Byte for byte: a schema that is written again in another way would be another prompt. */
    private static String tool(ToolSpec tool) throws IOException {
        return BlockJson.of(json -> {
            json.writeStringField("name", tool.name());
            json.writeStringField("description", CleanText.of(tool.description()));
            json.writeFieldName("input_schema");
            json.writeRawValue(CleanText.of(tool.inputSchema().json()));
            if (tool.strict()) {
                json.writeBooleanField("strict", true);
            }
        });
    }

    /** A declaration of this service goes as it is; the one that others have too is translated. */
    private static String hosted(HostedTool tool, ModelRequest request) throws IOException {
        JsonNode declared = WireJson.tree(tool.json());
        String type = WireJson.text(declared, "type");
        if (declared.hasNonNull("name")) {
            return CleanText.of(tool.json());
        }
        if (type.equals("web_search")) {
            return "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}";
        }
        request.reportUnsupported(
                "hosted tool " + type, "Anthropic Messages has no such tool of the service; it was left out");
        return "";
    }

    private void writeTail(
            ModelRequest request, ModelInfo info, Thought thought, boolean tools, boolean answer, JsonGenerator json)
            throws IOException {
        if (answer && !extra.has("max_tokens")) {
            json.writeNumberField("max_tokens", maxTokens(info));
        }
        thought.write(json);
        if (!extra.has("output_config")) {
            thought.writeEffort(json);
        }
        if (tools && !extra.has("tool_choice")) {
            writeToolChoice(request, info, thought, json);
        }
        if (answer) {
            extra.write(json);
        }
    }

    /** The service forces no tool while the model thinks; then the description has to do. */
    private static void writeToolChoice(ModelRequest request, ModelInfo info, Thought thought, JsonGenerator json)
            throws IOException {
        boolean forced = request.outputSchema().isPresent() && !thought.isOn();
        if (!forced && info.parallelToolCalls()) {
            return;
        }
        json.writeObjectFieldStart("tool_choice");
        json.writeStringField("type", forced ? "any" : "auto");
        if (!info.parallelToolCalls()) {
            json.writeBooleanField("disable_parallel_tool_use", true);
        }
        json.writeEndObject();
    }

    private static long maxTokens(ModelInfo info) {
        return info.maxOutputTokens() > 0 ? Math.min(info.maxOutputTokens(), MOST_OUTPUT) : USUAL_OUTPUT;
    }
}

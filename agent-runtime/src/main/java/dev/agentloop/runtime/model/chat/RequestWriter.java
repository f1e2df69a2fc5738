package dev.agentloop.runtime.model.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentloop.ModelException;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.runtime.model.http.Conversation;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.runtime.model.http.StrictSchema;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Writes request bodies: first what stays the same in a session, then the messages, then what may change from request
 * to request. The bytes depend on the request alone, so a session's next body repeats the last one up to the end of its
 * messages. Thread-safe.
 */
final class RequestWriter {
    /** Members that no one else may set. */
    static final Set<String> OWN_MEMBERS = Set.of(
            "model",
            "messages",
            "tools",
            "stream",
            "stream_options",
            "store",
            "parallel_tool_calls",
            "prompt_cache_key",
            "n");

    private final String providerId;
    private final boolean openAi;
    private final ExtraParameters extra;

    /**
     * A writer.
     *
     * @param openAi whether the service is OpenAI's own and takes what others refuse to know
     */
    RequestWriter(String providerId, boolean openAi, ExtraParameters extra) {
        this.extra = extra;
        this.providerId = providerId;
        this.openAi = openAi;
    }

    /** Writes a request; what the wire cannot carry is reported to it. */
    byte[] write(ModelRequest request, boolean parallelToolCalls) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = WireJson.generator(out)) {
            json.writeStartObject();
            writeHead(request, parallelToolCalls, json);
            writeMessages(request, json);
            writeTail(request, json);
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

    private void writeHead(ModelRequest request, boolean parallelToolCalls, JsonGenerator json) throws IOException {
        json.writeStringField("model", request.model());
        json.writeBooleanField("stream", true);
        json.writeObjectFieldStart("stream_options");
        json.writeBooleanField("include_usage", true);
        json.writeEndObject();
        if (openAi) {
            json.writeBooleanField("store", false);
        }
        for (HostedTool tool : request.hostedTools()) {
            request.reportUnsupported(
                    "hosted tool " + typeOf(tool), "Chat Completions has no tools of the service; it was left out");
        }
        if (request.tools().isEmpty()) {
            return;
        }
        if (!parallelToolCalls) {
            json.writeBooleanField("parallel_tool_calls", false); // true is the default, and not known everywhere
        }
        json.writeArrayFieldStart("tools");
        for (ToolSpec tool : request.tools()) {
            writeTool(tool, json);
        }
        json.writeEndArray();
    }

    private static void writeTool(ToolSpec tool, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", tool.name());
        json.writeStringField("description", CleanText.of(tool.description()));
        json.writeFieldName("parameters");
        writeSchema(tool.inputSchema(), json);
        if (tool.strict()) {
            json.writeBooleanField("strict", true);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeMessages(ModelRequest request, JsonGenerator json) throws IOException {
        MessageWriter writer = new MessageWriter(json, request::reportUnsupported);
        json.writeArrayFieldStart("messages");
        if (!request.instructions().isEmpty()) {
            writer.instructions(request.instructions());
        }
        Conversation conversation = new Conversation(providerId, writer, request::reportUnsupported);
        conversation.write(request.input());
        json.writeEndArray();
    }

    private void writeTail(ModelRequest request, JsonGenerator json) throws IOException {
        if (request.effort().isPresent() && !extra.has("reasoning_effort")) {
            json.writeStringField(
                    "reasoning_effort", request.effort().get().name().toLowerCase(Locale.ROOT));
        }
        if (request.outputSchema().isPresent() && !extra.has("response_format")) {
            JsonSchema schema = request.outputSchema().get();
            json.writeObjectFieldStart("response_format");
            json.writeStringField("type", "json_schema");
            json.writeObjectFieldStart("json_schema");
            json.writeStringField("name", "output");
            json.writeFieldName("schema");
            writeSchema(schema, json);
            json.writeBooleanField("strict", StrictSchema.allows(schema));
            json.writeEndObject();
            json.writeEndObject();
        }
        if (openAi && !request.cacheKey().isEmpty()) {
            json.writeStringField("prompt_cache_key", request.cacheKey());
        }
        extra.write(json);
    }

    /** Byte for byte: a schema that is written again in another way would be another prompt. */
    private static void writeSchema(JsonSchema schema, JsonGenerator json) throws IOException {
        json.writeRawValue(CleanText.of(schema.json()));
    }

    private static String typeOf(HostedTool tool) throws IOException {
        return WireJson.text(WireJson.tree(tool.json()), "type");
    }
}

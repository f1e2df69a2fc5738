package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * The part of a request body before the input: everything that stays the same in a session. Immutable.
 *
 * @param bytes ends with {@code "input":[}
 */
record RequestHead(
        String model,
        String instructions,
        List<ToolSpec> tools,
        List<HostedTool> hostedTools,
        Dialect dialect,
        byte[] bytes) {

    static RequestHead of(ModelRequest request, Dialect dialect) {
        ByteOutput out = new ByteOutput(4096);
        try (JsonGenerator json = WireJson.generator(out)) {
            write(request, dialect, json);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the request: " + e.getMessage(), e);
        }
        // Without the brackets that close the array and the object.
        return new RequestHead(
                request.model(),
                request.instructions(),
                request.tools(),
                request.hostedTools(),
                dialect,
                Arrays.copyOf(out.array(), out.size() - 2));
    }

    /** Whether this is the head of that request. Lists are the same object or they are encoded anew. */
    boolean fits(ModelRequest request, Dialect wanted) {
        return tools == request.tools()
                && hostedTools.equals(request.hostedTools())
                && model.equals(request.model())
                && instructions.equals(request.instructions())
                && dialect.equals(wanted);
    }

    private static void write(ModelRequest request, Dialect dialect, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", request.model());
        json.writeBooleanField("stream", true);
        json.writeBooleanField("store", dialect.stored());
        if (dialect.encryptedReasoning()) {
            json.writeArrayFieldStart("include");
            json.writeString("reasoning.encrypted_content");
            json.writeEndArray();
        }
        if (!request.instructions().isEmpty()) {
            json.writeStringField("instructions", CleanText.of(request.instructions()));
        }
        if (!request.tools().isEmpty() || !request.hostedTools().isEmpty()) {
            json.writeBooleanField("parallel_tool_calls", dialect.parallelToolCalls());
            json.writeArrayFieldStart("tools");
            for (ToolSpec tool : request.tools()) {
                writeTool(tool, dialect, json);
            }
            for (HostedTool tool : request.hostedTools()) {
                json.writeRawValue(tool.json());
            }
            json.writeEndArray();
        }
        json.writeArrayFieldStart("input");
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeTool(ToolSpec tool, Dialect dialect, JsonGenerator json) throws IOException {
        String grammar = dialect.freeformTools() ? tool.grammar().orElse(null) : null;
        json.writeStartObject();
        json.writeStringField("type", grammar == null ? "function" : "custom");
        json.writeStringField("name", tool.name());
        json.writeStringField("description", CleanText.of(tool.description()));
        if (grammar == null) {
            json.writeFieldName("parameters");
            writeSchema(tool.inputSchema(), json);
            json.writeBooleanField("strict", tool.strict());
        } else {
            json.writeObjectFieldStart("format");
            json.writeStringField("type", "grammar");
            json.writeStringField("syntax", "lark");
            json.writeStringField("definition", CleanText.of(grammar));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Byte for byte: a schema that is written again in another way would be another prompt. */
    static void writeSchema(JsonSchema schema, JsonGenerator json) throws IOException {
        json.writeRawValue(CleanText.of(schema.json()));
    }
}

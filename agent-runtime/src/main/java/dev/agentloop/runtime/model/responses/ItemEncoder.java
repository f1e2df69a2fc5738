package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentloop.ModelException;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.ModelItem.CallOutput;
import dev.agentloop.model.ModelItem.Message;
import dev.agentloop.model.ModelItem.Role;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.Content;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Writes one input item. What is written depends on the item alone, so the same item always has the same bytes. */
final class ItemEncoder {
    private final String providerId;

    ItemEncoder(String providerId) {
        this.providerId = providerId;
    }

    /** Appends an item, or nothing when the wire has no form for it; the latter is reported. */
    void append(ModelItem item, boolean comma, ByteOutput out, Unsupported unsupported) {
        ByteOutput encoded = new ByteOutput(256);
        try (JsonGenerator json = WireJson.generator(encoded)) {
            write(item, json, unsupported);
        } catch (IOException e) {
            throw ModelException.builder(
                            ModelException.Kind.INVALID_REQUEST,
                            "An item of the conversation cannot be sent back to the service: it is not valid JSON")
                    .cause(e)
                    .build();
        }
        if (encoded.size() == 0) {
            return;
        }
        if (comma) {
            out.write(',');
        }
        out.write(encoded.array(), 0, encoded.size());
    }

    private void write(ModelItem item, JsonGenerator json, Unsupported unsupported) throws IOException {
        Opaque opaque = item.opaque().orElse(null);
        if (opaque != null && opaque.providerId().equals(providerId)) {
            OwnItem.write(opaque.json(), json);
        } else if (item instanceof Message message) {
            writeMessage(message, json, unsupported);
        } else if (item instanceof Call call) {
            writeCall(call, json);
        } else if (item instanceof CallOutput output) {
            writeOutput(output, json, unsupported);
        } else if (item instanceof ModelItem.Reasoning) {
            unsupported.report("reasoning of another provider", "only its own service can read it; it was left out");
        } else if (item instanceof ModelItem.Hosted hosted) {
            unsupported.report(
                    "item " + hosted.item().type() + " of another provider",
                    "only its own service can read it; it was left out");
        } else {
            unsupported.report(
                    "item of type " + item.getClass().getSimpleName(), "this wire does not know it; it was left out");
        }
    }

    private static void writeMessage(Message message, JsonGenerator json, Unsupported unsupported) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "message");
        json.writeStringField("role", message.role().name().toLowerCase(Locale.ROOT));
        if (message.role() == Role.ASSISTANT) {
            // The form with output_text parts needs an id that the service itself gave.
            json.writeStringField("content", CleanText.of(message.text()));
            reportOthers(message.content(), unsupported);
        } else {
            json.writeFieldName("content");
            writeParts(message.content(), json, unsupported);
        }
        json.writeEndObject();
    }

    private static void writeCall(Call call, JsonGenerator json) throws IOException {
        boolean freeform = call.form() == Call.Form.FREEFORM;
        json.writeStartObject();
        json.writeStringField("type", freeform ? "custom_tool_call" : "function_call");
        json.writeStringField("call_id", CleanText.of(call.callId()));
        json.writeStringField("name", CleanText.of(call.name()));
        json.writeStringField(freeform ? "input" : "arguments", CleanText.of(call.arguments()));
        json.writeEndObject();
    }

    private static void writeOutput(CallOutput output, JsonGenerator json, Unsupported unsupported) throws IOException {
        List<Content> content = output.output().content();
        json.writeStartObject();
        json.writeStringField(
                "type", output.form() == Call.Form.FREEFORM ? "custom_tool_call_output" : "function_call_output");
        json.writeStringField("call_id", CleanText.of(output.callId()));
        json.writeFieldName("output");
        if (content.stream().allMatch(Content.Text.class::isInstance)) {
            json.writeString(CleanText.of(output.output().text()));
        } else {
            writeParts(content, json, unsupported);
        }
        json.writeEndObject();
    }

    private static void writeParts(List<Content> content, JsonGenerator json, Unsupported unsupported)
            throws IOException {
        json.writeStartArray();
        for (Content part : content) {
            if (part instanceof Content.Text text) {
                json.writeStartObject();
                json.writeStringField("type", "input_text");
                json.writeStringField("text", CleanText.of(text.text()));
                json.writeEndObject();
            } else if (part instanceof Content.Image image) {
                json.writeStartObject();
                json.writeStringField("type", "input_image");
                json.writeStringField("detail", "auto");
                json.writeStringField("image_url", CleanText.of(image.url()));
                json.writeEndObject();
            } else if (part instanceof Content.File file) {
                json.writeStartObject();
                json.writeStringField("type", "input_file");
                json.writeStringField("filename", CleanText.of(file.name()));
                json.writeStringField("file_data", CleanText.of(file.dataUrl()));
                json.writeEndObject();
            } else {
                report(part, unsupported);
            }
        }
        json.writeEndArray();
    }

    private static void reportOthers(List<Content> content, Unsupported unsupported) {
        for (Content part : content) {
            if (!(part instanceof Content.Text)) {
                report(part, unsupported);
            }
        }
    }

    private static void report(Content part, Unsupported unsupported) {
        unsupported.report(
                "content of type " + part.getClass().getSimpleName(),
                "this wire cannot carry it in that place; it was left out");
    }
}

package dev.agentloop.runtime.model.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.ModelItem.CallOutput;
import dev.agentloop.model.ModelItem.Message;
import dev.agentloop.model.ModelItem.Reasoning;
import dev.agentloop.model.ModelItem.Role;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.runtime.model.http.Conversation;
import dev.agentloop.runtime.model.http.JsonText;
import dev.agentloop.tool.Content;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes messages. What is written depends on the message alone, so the same message always has the same bytes. */
final class MessageWriter implements Conversation.Writer {
    private final JsonGenerator json;
    private final BiConsumer<String, String> unsupported;

    MessageWriter(JsonGenerator json, BiConsumer<String, String> unsupported) {
        this.json = json;
        this.unsupported = unsupported;
    }

    void instructions(String text) throws IOException {
        begin("system");
        json.writeStringField("content", CleanText.of(text));
        json.writeEndObject();
    }

    /** A message of the user, or of the application: its role here is the older {@code system}, known everywhere. */
    @Override
    public void prompt(Message message) throws IOException {
        boolean user = message.role() == Role.USER;
        begin(user ? "user" : "system");
        if (user && (message.content().size() != 1 || !isText(message.content()))) {
            json.writeArrayFieldStart("content");
            writeParts(message.content());
            json.writeEndArray();
        } else {
            json.writeStringField("content", CleanText.of(joined(message.content())));
            reportOthers(message.content());
        }
        json.writeEndObject();
    }

    /** What the model answered, then the outputs of its calls. */
    @Override
    public void answer(Conversation.Answer answer) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Message message : answer.items(Message.class)) {
            text.append(message.text());
            reportOthers(message.content());
        }
        List<Call> calls = answer.items(Call.class);
        if (text.isEmpty() && calls.isEmpty()) {
            unsupported.accept("reasoning without an answer", "this wire has no form for it; it was left out");
            return;
        }
        GivenBack reasoning = GivenBack.of(answer.items(Reasoning.class));
        begin("assistant");
        json.writeFieldName("content");
        reasoning.writeContent(CleanText.of(text.toString()), json);
        reasoning.writeMembers(json);
        if (!calls.isEmpty()) {
            json.writeArrayFieldStart("tool_calls");
            for (Call call : calls) {
                writeCall(call);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        for (CallOutput output : answer.outputs()) {
            writeOutput(output);
        }
        for (CallOutput output : answer.outputs()) {
            writeAttachments(output);
        }
    }

    /** Reports what is no text and stands where only text can. */
    private void reportOthers(List<Content> content) {
        for (Content part : content) {
            if (!(part instanceof Content.Text)) {
                report(part);
            }
        }
    }

    private void writeCall(Call call) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", CleanText.of(call.callId()));
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", CleanText.of(call.name()));
        json.writeStringField("arguments", CleanText.of(arguments(call)));
        json.writeEndObject();
        Opaque own = call.opaque().orElse(null);
        if (own != null && own.providerId().equals(ChatModelProvider.ID)) {
            json.writeFieldName(CallAssembler.EXTRA);
            json.writeRawValue(CleanText.of(own.json()));
        }
        json.writeEndObject();
    }

    /** Free text, which another wire carried as it is, becomes the one argument of the plain form of such a tool. */
    private static String arguments(Call call) {
        return call.form() == Call.Form.FREEFORM
                ? JsonText.object("input", CleanText.of(call.arguments()))
                : call.arguments();
    }

    private void writeOutput(CallOutput output) throws IOException {
        List<Content> content = output.output().content();
        String text = output.output().text();
        begin("tool");
        json.writeStringField("tool_call_id", CleanText.of(output.callId()));
        json.writeStringField(
                "content",
                text.isEmpty() && !isText(content) ? "The output follows in a message." : CleanText.of(text));
        json.writeEndObject();
    }

    /** Outputs are text on this wire; images and files of an output follow as a message. */
    private void writeAttachments(CallOutput output) throws IOException {
        List<Content> others = output.output().content().stream()
                .filter(part -> !(part instanceof Content.Text))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        begin("user");
        json.writeArrayFieldStart("content");
        writeText("From the output of call " + CleanText.of(output.callId()) + ":");
        writeParts(others);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeParts(List<Content> content) throws IOException {
        for (Content part : content) {
            if (part instanceof Content.Text text) {
                writeText(CleanText.of(text.text()));
            } else if (part instanceof Content.Image image) {
                json.writeStartObject();
                json.writeStringField("type", "image_url");
                json.writeObjectFieldStart("image_url");
                json.writeStringField("url", CleanText.of(image.url()));
                json.writeEndObject();
                json.writeEndObject();
            } else if (part instanceof Content.File file) {
                json.writeStartObject();
                json.writeStringField("type", "file");
                json.writeObjectFieldStart("file");
                json.writeStringField("filename", CleanText.of(file.name()));
                json.writeStringField("file_data", CleanText.of(file.dataUrl()));
                json.writeEndObject();
                json.writeEndObject();
            } else {
                report(part);
            }
        }
    }

    private void writeText(String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    private void begin(String role) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", role);
    }

    private void report(Content part) {
        unsupported.accept(
                "content of type " + part.getClass().getSimpleName(),
                "this wire cannot carry it in that place; it was left out");
    }

    private static boolean isText(List<Content> content) {
        return content.stream().allMatch(Content.Text.class::isInstance);
    }

    private static String joined(List<Content> content) {
        StringBuilder all = new StringBuilder();
        for (Content part : content) {
            if (part instanceof Content.Text text) {
                all.append(all.isEmpty() ? "" : "\n\n").append(text.text());
            }
        }
        return all.toString();
    }
}

package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.ModelItem.CallOutput;
import dev.agentloop.model.ModelItem.Message;
import dev.agentloop.model.ModelItem.Role;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.runtime.model.http.Conversation;
import dev.agentloop.runtime.model.http.JsonText;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Collects the system prompt and the messages of one request. The blocks of an item depend on the item alone; markers of
 * the cache are added when everything is there.
 *
 * <p>The application's own messages are part of the system prompt when they come first; later the wire knows only the
 * user, so they are wrapped. A conversation begins and ends with the user, whom a short message stands for where it does
 * not: after an answer that was cut.
 */
final class Messages implements Conversation.Writer {
    private static final String BEGIN = "Continue.";

    private final String providerId;
    private final ContentBlocks content;
    private final List<String> system = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private boolean goesOn;
    private boolean thoughtFirst;

    /** A message; {@code open} when the service has not finished it and goes on where it ends. */
    private record Entry(boolean user, List<String> blocks, boolean open) {}

    Messages(String providerId, String instructions, BiConsumer<String, String> unsupported) throws IOException {
        this.providerId = providerId;
        this.content = new ContentBlocks(unsupported);
        ContentBlocks.text(instructions).ifPresent(system::add);
    }

    @Override
    public void prompt(Message message) throws IOException {
        goesOn = false;
        if (message.role() == Role.USER) {
            addUser(content.of(message.content()));
        } else if (entries.isEmpty()) {
            system.addAll(content.of(message.content()));
        } else {
            List<Content> wrapped = new ArrayList<>();
            wrapped.add(new Content.Text("<system-message>"));
            wrapped.addAll(message.content());
            wrapped.add(new Content.Text("</system-message>"));
            addUser(content.of(wrapped));
        }
    }

    @Override
    public void answer(Conversation.Answer answer) throws IOException {
        List<String> blocks = new ArrayList<>();
        for (ModelItem item : answer.items()) {
            if (item instanceof Call call) {
                blocks.add(call(call));
            } else if (own(item).isPresent()) {
                addOwn(own(item).get(), blocks);
            } else if (item instanceof Message message) {
                blocks.addAll(content.of(message.content()));
            }
        }
        if (blocks.isEmpty()) {
            return;
        }
        if (entries.isEmpty()) {
            addUser(ContentBlocks.text(BEGIN).stream().toList());
        }
        if (!goesOn) {
            thoughtFirst = answer.items().get(0) instanceof ModelItem.Reasoning;
        }
        goesOn = !answer.outputs().isEmpty();
        int last = answer.items().size() - 1;
        entries.add(new Entry(false, blocks, answer.items().get(last) instanceof ModelItem.Hosted));
        List<String> results = new ArrayList<>();
        for (CallOutput output : answer.outputs()) {
            results.add(result(output));
        }
        addUser(results);
    }

    /** Adds what the wire needs at the end. To be called once, when all is collected. */
    void end() throws IOException {
        if (entries.isEmpty()
                || !entries.get(entries.size() - 1).user()
                        && !entries.get(entries.size() - 1).open()) {
            addUser(ContentBlocks.text(BEGIN).stream().toList());
        }
    }

    /**
     * Whether the model goes on with a turn that it began without thoughts, as after a change of the wire. A model that
     * thinks by a budget is refused then.
     */
    boolean goesOnWithoutThought() {
        return goesOn && !thoughtFirst;
    }

    boolean hasSystem() {
        return !system.isEmpty();
    }

    void write(JsonGenerator json) throws IOException {
        if (hasSystem()) {
            json.writeFieldName("system");
            writeBlocks(system, true, json);
        }
        int last = lastUserBefore(entries.size());
        int endOfLastRequest = lastUserBefore(lastAnswer());
        json.writeArrayFieldStart("messages");
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            json.writeStartObject();
            json.writeStringField("role", entry.user() ? "user" : "assistant");
            json.writeFieldName("content");
            // The marker of the last request is repeated: from there the service knows the prompt, whatever came since.
            writeBlocks(entry.blocks(), i == last || i == endOfLastRequest, json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private int lastAnswer() {
        int index = entries.size() - 1;
        while (index >= 0 && entries.get(index).user()) {
            index--;
        }
        return index;
    }

    private int lastUserBefore(int end) {
        int index = end - 1;
        while (index >= 0 && !entries.get(index).user()) {
            index--;
        }
        return index;
    }

    private static void writeBlocks(List<String> blocks, boolean marked, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < blocks.size(); i++) {
            boolean last = i == blocks.size() - 1;
            json.writeRawValue(marked && last ? BlockJson.marked(blocks.get(i)) : blocks.get(i));
        }
        json.writeEndArray();
    }

    private void addUser(List<String> blocks) {
        if (!blocks.isEmpty()) {
            entries.add(new Entry(true, blocks, false));
        }
    }

    private Optional<String> own(ModelItem item) {
        return item.opaque()
                .filter(opaque -> opaque.providerId().equals(providerId))
                .map(Opaque::json);
    }

    /** A message may consist of several blocks. */
    private static void addOwn(String json, List<String> blocks) throws IOException {
        JsonNode tree = WireJson.tree(json);
        if (!tree.isArray()) {
            blocks.add(CleanText.of(json));
            return;
        }
        for (JsonNode block : tree) {
            if (!WireJson.text(block, "type").equals("text")
                    || !WireJson.text(block, "text").isBlank()) {
                blocks.add(CleanText.of(block.toString()));
            }
        }
    }

    private String call(Call call) throws IOException {
        Optional<String> own = own(call);
        if (own.isPresent()) {
            return CleanText.of(own.get());
        }
        String arguments = CleanText.of(arguments(call));
        return BlockJson.of("tool_use", json -> {
            json.writeStringField("id", CallIds.legal(call.callId()));
            json.writeStringField("name", CleanText.of(call.name()));
            json.writeFieldName("input");
            json.writeRawValue(arguments);
        });
    }

    /** An object, as this wire wants it: free text and broken JSON become the only argument. */
    private static String arguments(Call call) {
        if (call.form() == Call.Form.FREEFORM) {
            return JsonText.object("input", CleanText.of(call.arguments()));
        }
        return JsonText.isWholeObject(call.arguments())
                ? call.arguments()
                : JsonText.object("INVALID_JSON", CleanText.of(call.arguments()));
    }

    private String result(CallOutput output) throws IOException {
        List<Content> parts = output.output().content();
        boolean text = parts.stream().allMatch(Content.Text.class::isInstance);
        List<String> blocks = text ? List.of() : content.of(parts);
        return BlockJson.of("tool_result", json -> {
            json.writeStringField("tool_use_id", CallIds.legal(output.callId()));
            if (text) {
                json.writeStringField("content", CleanText.of(output.output().text()));
            } else {
                json.writeFieldName("content");
                writeBlocks(blocks, false, json);
            }
            if (output.output().failed()) {
                json.writeBooleanField("is_error", true);
            }
        });
    }
}

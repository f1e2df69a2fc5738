package dev.agentloop.runtime.model.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.model.ModelItem.Reasoning;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.runtime.model.http.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reasoning of an answer on its way back, in the dialect it came in. Services that give it need it between a call
 * and its output, some refuse to go on without it.
 */
final class GivenBack {
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private final List<String> details = new ArrayList<>();

    private GivenBack() {}

    static GivenBack of(List<Reasoning> reasoning) throws IOException {
        GivenBack all = new GivenBack();
        for (Reasoning one : reasoning) {
            JsonNode own = WireJson.tree(one.opaque().orElseThrow().json());
            for (JsonNode detail : own.path(Thinking.DETAILS)) {
                all.details.add(detail.toString());
            }
            for (String member : Thinking.TEXTS) {
                String text = WireJson.text(own, member);
                if (!text.isEmpty()) {
                    all.texts
                            .computeIfAbsent(member, added -> new StringBuilder())
                            .append(text);
                }
            }
        }
        return all;
    }

    /** Writes the answer's content; thoughts that came as content go back as content. */
    void writeContent(String text, JsonGenerator json) throws IOException {
        StringBuilder thinking = texts.get(Thinking.PART);
        if (thinking != null) {
            json.writeStartArray();
            json.writeStartObject();
            json.writeStringField("type", Thinking.PART);
            json.writeArrayFieldStart(Thinking.PART);
            writeText(CleanText.of(thinking.toString()), json);
            json.writeEndArray();
            json.writeEndObject();
            if (!text.isEmpty()) {
                writeText(text, json);
            }
            json.writeEndArray();
        } else if (text.isEmpty()) {
            json.writeNull();
        } else {
            json.writeString(text);
        }
    }

    /** Writes the members beside the content. */
    void writeMembers(JsonGenerator json) throws IOException {
        for (Map.Entry<String, StringBuilder> text : texts.entrySet()) {
            if (!text.getKey().equals(Thinking.PART)) {
                json.writeStringField(
                        text.getKey(), CleanText.of(text.getValue().toString()));
            }
        }
        if (!details.isEmpty()) {
            json.writeArrayFieldStart(Thinking.DETAILS);
            for (String detail : details) {
                json.writeRawValue(CleanText.of(detail));
            }
            json.writeEndArray();
        }
    }

    private static void writeText(String text, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}

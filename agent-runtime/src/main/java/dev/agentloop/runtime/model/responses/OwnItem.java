package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.runtime.model.http.WireJson;
import java.io.IOException;
import java.util.Set;

/**
 * Writes an item of the service back as it came. Left out are only null members, which the service sends but does not
 * take (the official description allows null in few places), and members that exist on output alone.
 */
final class OwnItem {
    private static final Set<String> OUTPUT_ONLY = Set.of("created_by");
    // Required by the description although they may be null.
    private static final Set<String> KEPT_NULLS = Set.of("code", "outputs", "result");
    private static final int PARTS_DEPTH = 3; // item, its content array, a part; below, null may mean something

    private OwnItem() {}

    static void write(String json, JsonGenerator out) throws IOException {
        try (JsonParser in = WireJson.parser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("An item of the service is not a JSON object");
            }
            copyObject(in, out, 1);
        }
    }

    private static void copyObject(JsonParser in, JsonGenerator out, int depth) throws IOException {
        out.writeStartObject();
        String name;
        while ((name = in.nextFieldName()) != null) {
            JsonToken value = in.nextToken();
            if (value == JsonToken.VALUE_NULL && depth <= PARTS_DEPTH && !(depth == 1 && KEPT_NULLS.contains(name))) {
                continue;
            }
            if (depth == 1 && OUTPUT_ONLY.contains(name)) {
                in.skipChildren();
                continue;
            }
            out.writeFieldName(CleanText.of(name));
            copyValue(in, value, out, depth);
        }
        out.writeEndObject();
    }

    private static void copyValue(JsonParser in, JsonToken value, JsonGenerator out, int depth) throws IOException {
        switch (value) {
            case START_OBJECT -> copyObject(in, out, depth + 1);
            case START_ARRAY -> {
                out.writeStartArray();
                JsonToken element;
                while ((element = in.nextToken()) != JsonToken.END_ARRAY) {
                    copyValue(in, element, out, depth + 1);
                }
                out.writeEndArray();
            }
            case VALUE_STRING -> out.writeString(CleanText.of(in.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getText());
            case VALUE_TRUE -> out.writeBoolean(true);
            case VALUE_FALSE -> out.writeBoolean(false);
            default -> out.writeNull();
        }
    }
}

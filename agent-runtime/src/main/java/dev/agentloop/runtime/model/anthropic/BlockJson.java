package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentloop.runtime.model.http.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The text of one JSON object, which may get a cache marker later. */
final class BlockJson {
    private static final String MARKER = ",\"cache_control\":{\"type\":\"ephemeral\"}}";

    private BlockJson() {}

    /** Writes the members of an object. */
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** A content block. */
    static String of(String type, Members members) throws IOException {
        return of(json -> {
            json.writeStringField("type", type);
            members.write(json);
        });
    }

    /** Any object. */
    static String of(Members members) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = WireJson.generator(out)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The same object, at whose end the service may cache the prompt. */
    static String marked(String object) {
        return object.substring(0, object.lastIndexOf('}')) + MARKER;
    }
}

package dev.agentloop.runtime.model.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** JSON that travels as text. */
public final class JsonText {
    private JsonText() {}

    /** An object of one member. */
    public static String object(String member, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 32);
        try (JsonGenerator json = WireJson.generator(out)) {
            json.writeStartObject();
            json.writeStringField(member, text);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Whether this is an object from its first to its last brace. */
    public static boolean isWholeObject(String text) {
        try (JsonParser json = WireJson.parser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (IOException cutOrWrong) {
            return false;
        }
    }
}

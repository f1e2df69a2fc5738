package dev.agentloop.runtime.model.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON of the model wires: parsers with limits against hostile input, and a generator whose output depends on nothing
 * but what is written. Needs no object mapper, whose making would delay the first request. Thread-safe.
 */
public final class WireJson {
    // A response that holds a generated image is some MB of base64; text is far below.
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxDocumentLength(16 << 20)
            .maxTokenCount(1_000_000)
            .maxNestingDepth(200)
            .maxStringLength(8 << 20)
            .build();
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private WireJson() {}

    /** A parser of these bytes; the caller closes it. */
    public static JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
        return FACTORY.createParser(bytes, offset, length);
    }

    /** A parser of this text; the caller closes it. */
    public static JsonParser parser(String json) throws IOException {
        return FACTORY.createParser(json);
    }

    /** The document in these bytes; of a member that appears twice, the last. */
    public static JsonNode tree(byte[] bytes, int offset, int length) throws IOException {
        try (JsonParser json = parser(bytes, offset, length)) {
            return value(json, json.nextToken());
        }
    }

    /** The document in this text. */
    public static JsonNode tree(String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return tree(bytes, 0, bytes.length);
    }

    /** A generator of UTF-8 without white space. */
    public static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** A member's text; empty when it is absent, null, or no text. */
    public static String text(JsonNode object, String member) {
        JsonNode value = object.get(member);
        return value != null && value.isTextual() ? value.textValue() : "";
    }

    private static JsonNode value(JsonParser json, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            return MissingNode.getInstance();
        }
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> NODES.textNode(json.getText());
            case VALUE_NUMBER_INT ->
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? NODES.numberNode(json.getBigIntegerValue())
                        : NODES.numberNode(json.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(json.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser json) throws IOException {
        ObjectNode object = NODES.objectNode();
        String member;
        while ((member = json.nextFieldName()) != null) {
            object.set(member, value(json, json.nextToken()));
        }
        return object;
    }

    private static ArrayNode array(JsonParser json) throws IOException {
        ArrayNode array = NODES.arrayNode();
        JsonToken element;
        while ((element = json.nextToken()) != JsonToken.END_ARRAY) {
            array.add(value(json, element));
        }
        return array;
    }
}

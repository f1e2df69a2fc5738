package dev.agentloop.internal.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Messages to and from lines; the one owner of a JSON mapper in this module. Thread-safe. */
public final class Messages {
    private static final int MAX_DEPTH = 200; // real messages stay below 20; a deeper one is an attack on the stack
    private static final int MAX_TOKENS = 1_000_000;

    private final boolean jsonrpcMember;
    private final ObjectMapper mapper;

    /**
     * A form of messages.
     *
     * @param jsonrpcMember whether they are written with {@code "jsonrpc":"2.0"}
     * @param maxLineBytes longest text that is read
     */
    public Messages(boolean jsonrpcMember, int maxLineBytes) {
        this.jsonrpcMember = jsonrpcMember;
        this.mapper = new ObjectMapper(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxTokenCount(MAX_TOKENS)
                                .maxStringLength(maxLineBytes)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Reads one JSON value; null when the bytes are not exactly that. */
    public @Nullable JsonNode parse(byte[] bytes, int offset, int length) {
        try {
            return mapper.readTree(bytes, offset, length);
        } catch (IOException e) {
            return null; // the caller reports the line as skipped, with an excerpt
        }
    }

    /** A request, as a line with its end. */
    public byte[] request(long id, String method, @Nullable JsonNode params) {
        ObjectNode message = message();
        message.put("id", id);
        message.put("method", method);
        return line(withParams(message, params));
    }

    /** A notification, as a line with its end. */
    public byte[] notification(String method, @Nullable JsonNode params) {
        ObjectNode message = message();
        message.put("method", method);
        return line(withParams(message, params));
    }

    /** The notification that a request is no longer wanted, as a line with its end. */
    public byte[] cancellation(CancelDialect dialect, long id) {
        ObjectNode params = mapper.createObjectNode().put(dialect.idMember(), id);
        return notification(dialect.method(), params);
    }

    /** A successful answer, as a line with its end. */
    public byte[] result(JsonNode id, @Nullable JsonNode result) {
        ObjectNode message = message();
        message.set("id", id);
        message.set("result", result == null ? mapper.nullNode() : result);
        return line(message);
    }

    /** An error answer, as a line with its end. */
    public byte[] error(JsonNode id, JsonRpcException error) {
        ObjectNode message = message();
        message.set("id", id);
        ObjectNode body = message.putObject("error");
        body.put("code", error.code());
        body.put("message", error.getMessage());
        if (error.data() != null) {
            body.set("data", error.data());
        }
        return line(message);
    }

    /** The error of an answer, or null when it holds none; lenient, because servers are. */
    public static @Nullable JsonRpcException errorOf(JsonNode answer) {
        JsonNode error = answer.path("error");
        if (error.isMissingNode() || error.isNull()) {
            return answer.has("result")
                    ? null
                    : new JsonRpcException(
                            JsonRpcException.INTERNAL_ERROR, "The answer holds neither result nor error");
        }
        String text = error.isObject() ? error.path("message").asText("") : error.asText();
        return new JsonRpcException(
                error.path("code").asInt(JsonRpcException.INTERNAL_ERROR),
                text.isEmpty() ? "The other side answered with an error without message" : text,
                error.get("data"));
    }

    private ObjectNode message() {
        ObjectNode message = mapper.createObjectNode();
        return jsonrpcMember ? message.put("jsonrpc", "2.0") : message;
    }

    private static ObjectNode withParams(ObjectNode message, @Nullable JsonNode params) {
        if (params != null) {
            message.set("params", params);
        }
        return message;
    }

    private byte[] line(ObjectNode message) {
        try {
            byte[] json = mapper.writeValueAsBytes(message);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The message cannot be written as JSON", e);
        }
    }
}

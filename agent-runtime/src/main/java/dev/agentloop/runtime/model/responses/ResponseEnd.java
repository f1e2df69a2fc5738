package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.StopReason;
import dev.agentloop.runtime.model.http.ServiceError;
import dev.agentloop.runtime.model.http.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the last event of a response says. The echo of instructions and tools in it is passed over. */
final class ResponseEnd {
    private String id = "";
    private String model = "";
    private String status = "";
    private String reason = "";
    private TokenUsage usage = TokenUsage.NONE;
    private ServiceError error = new ServiceError("", "", "", "");
    private final List<Listed> items = new ArrayList<>();

    /** An item of the final list that was not done before. */
    record Listed(int index, OutputItem item) {}

    private ResponseEnd() {}

    static ResponseEnd read(byte[] bytes, int offset, int length, ItemTracker seen) throws IOException {
        ResponseEnd end = new ResponseEnd();
        try (JsonParser json = WireJson.parser(bytes, offset, length)) {
            json.nextToken();
            String member;
            while ((member = json.nextFieldName()) != null) {
                JsonToken value = json.nextToken();
                if (value == JsonToken.START_OBJECT && member.equals("response")) {
                    end.readResponse(json, bytes, offset, seen);
                } else {
                    json.skipChildren();
                }
            }
        }
        return end;
    }

    List<Listed> items() {
        return items;
    }

    ServiceError error() {
        return error;
    }

    ModelEvent.Completed completed(boolean incomplete) {
        boolean cut = incomplete || status.equals("incomplete");
        return new ModelEvent.Completed(cut ? stopReason() : StopReason.DONE, cut ? reason : "", usage, id, model);
    }

    private StopReason stopReason() {
        return switch (reason) {
            case "max_output_tokens" -> StopReason.MAX_OUTPUT_TOKENS;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            default -> StopReason.OTHER;
        };
    }

    private void readResponse(JsonParser json, byte[] bytes, int offset, ItemTracker seen) throws IOException {
        String member;
        while ((member = json.nextFieldName()) != null) {
            JsonToken value = json.nextToken();
            switch (member) {
                case "id" -> id = text(json, value);
                case "model" -> model = text(json, value);
                case "status" -> status = text(json, value);
                case "usage" -> usage = usage(tree(json, bytes, offset));
                case "error" -> error = ServiceError.of(tree(json, bytes, offset));
                case "incomplete_details" -> reason = WireJson.text(tree(json, bytes, offset), "reason");
                case "output" -> readOutput(json, value, bytes, offset, seen);
                default -> json.skipChildren();
            }
        }
    }

    private void readOutput(JsonParser json, JsonToken value, byte[] bytes, int offset, ItemTracker seen)
            throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        JsonToken element;
        for (int index = 0; (element = json.nextToken()) != JsonToken.END_ARRAY; index++) {
            if (element == JsonToken.START_OBJECT && !seen.isDone(index)) {
                items.add(new Listed(index, JsonSlice.object(json, bytes, offset)));
            } else {
                json.skipChildren();
            }
        }
    }

    /** The counts of a response. */
    static TokenUsage usage(JsonNode usage) {
        JsonNode input = usage.path("input_tokens_details");
        return new TokenUsage(
                usage.path("input_tokens").asLong(),
                input.path("cached_tokens").asLong(),
                input.path("cache_write_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                usage.path("output_tokens_details").path("reasoning_tokens").asLong());
    }

    private static JsonNode tree(JsonParser json, byte[] bytes, int offset) throws IOException {
        int start = offset + (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        json.finishToken();
        int end = offset + (int) json.currentLocation().getByteOffset();
        return WireJson.tree(bytes, start, end - start);
    }

    private static String text(JsonParser json, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return "";
    }
}

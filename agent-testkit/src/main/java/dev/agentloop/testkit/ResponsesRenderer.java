package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a script as the events of one streamed response of the Responses API, in the service's order and with all the
 * members its schema requires. One instance renders one response.
 */
final class ResponsesRenderer {
    /** A fixed moment, 2026-01-01T00:00:00Z, so that equal scripts give equal bytes. */
    static final long CREATED_AT = 1_767_225_600L;

    private final List<Frame> frames = new ArrayList<>();
    private final ArrayNode output = Json.MAPPER.createArrayNode();
    private final int number;
    private final String model;
    private Optional<TokenUsage> usage = Optional.of(Sse.DEFAULT_USAGE);
    private int sequence;

    private ResponsesRenderer(int number, String model) {
        this.number = number;
        this.model = model;
    }

    /**
     * @param number of the response; makes its ids unique
     * @param model the model that seems to answer
     */
    static List<Frame> render(List<Sse> script, int number, String model) {
        ResponsesRenderer renderer = new ResponsesRenderer(number, model);
        renderer.usage = Sse.usageOf(script);
        renderer.lifecycle("response.created", renderer.response("in_progress"));
        renderer.lifecycle("response.in_progress", renderer.response("in_progress"));
        for (Sse word : script) {
            renderer.write(word.part());
        }
        if (script.stream().noneMatch(word -> word.part().endsResponse())) {
            renderer.complete();
        }
        return renderer.frames;
    }

    private void write(Part part) {
        if (part instanceof Part.Text text) {
            new ResponsesItems(this).message(text);
        } else if (part instanceof Part.Refusal refusal) {
            new ResponsesItems(this).refusal(refusal);
        } else if (part instanceof Part.Reasoning reasoning) {
            new ResponsesItems(this).reasoning(reasoning);
        } else if (part instanceof Part.Call call) {
            new ResponsesItems(this).call(call);
        } else if (part instanceof Part.Item item) {
            new ResponsesItems(this).item(Json.parseObject(item.json()));
        } else if (part instanceof Part.Failed failed) {
            fail(failed);
        } else if (part instanceof Part.Error error) {
            error(error);
        } else if (part instanceof Part.Incomplete incomplete) {
            incomplete(incomplete);
        } else {
            frames.addAll(Frame.plain(part));
        }
    }

    private void complete() {
        ObjectNode response = response("completed");
        response.put("completed_at", CREATED_AT);
        lifecycle("response.completed", response);
    }

    private void fail(Part.Failed failed) {
        ObjectNode response = response("failed");
        response.putObject("error").put("code", failed.code()).put("message", failed.message());
        lifecycle("response.failed", response);
    }

    private void incomplete(Part.Incomplete incomplete) {
        ObjectNode response = response("incomplete");
        response.putObject("incomplete_details").put("reason", incomplete.reason());
        lifecycle("response.incomplete", response);
    }

    private void error(Part.Error error) {
        event(
                "error",
                Json.object()
                        .put("code", error.code())
                        .put("message", error.message())
                        .putNull("param"));
    }

    private void lifecycle(String type, ObjectNode response) {
        ObjectNode event = Json.object();
        event.set("response", response);
        event(type, event);
    }

    private ObjectNode response(String status) {
        ObjectNode response = Json.object()
                .put("id", "resp_" + number)
                .put("object", "response")
                .put("created_at", CREATED_AT)
                .put("status", status)
                .put("background", false)
                .putNull("error")
                .putNull("incomplete_details")
                .putNull("instructions")
                .putNull("max_output_tokens")
                .put("model", model);
        response.set("output", output.deepCopy());
        response.put("parallel_tool_calls", true)
                .putNull("previous_response_id")
                .put("store", false)
                .put("temperature", 1.0)
                .put("tool_choice", "auto");
        response.putArray("tools");
        response.put("top_p", 1.0).put("truncation", "disabled");
        if (!status.equals("in_progress")) {
            usage.ifPresent(tokens -> response.set("usage", json(tokens)));
        }
        response.putObject("metadata");
        return response;
    }

    private static JsonNode json(TokenUsage tokens) {
        ObjectNode usage = Json.object().put("input_tokens", tokens.inputTokens());
        usage.putObject("input_tokens_details")
                .put("cached_tokens", tokens.cachedInputTokens())
                .put("cache_write_tokens", tokens.cacheWriteTokens());
        usage.put("output_tokens", tokens.outputTokens());
        usage.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoningTokens());
        return usage.put("total_tokens", tokens.totalTokens());
    }

    /** Index of the item that is being written. */
    int outputIndex() {
        return output.size();
    }

    String itemId(String prefix) {
        return prefix + "_" + number + "_" + output.size();
    }

    void finishItem(ObjectNode item) {
        output.add(item);
    }

    /** Adds an event; type first and the running number last, as the service writes them. */
    void event(String type, ObjectNode members) {
        ObjectNode event = Json.object().put("type", type);
        event.setAll(members);
        event.put("sequence_number", sequence++);
        frames.add(Frame.Bytes.event(type, Json.bytes(event), marks(type, members)));
    }

    private static StreamMark[] marks(String type, ObjectNode members) {
        return switch (type) {
            case "response.output_text.delta" -> new StreamMark[] {StreamMark.TEXT_DELTA};
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
                new StreamMark[] {StreamMark.ARGUMENTS_DELTA};
            case "response.output_item.done" ->
                switch (members.path("item").path("type").asText()) {
                    case "message" -> new StreamMark[] {StreamMark.TEXT_DONE};
                    case "function_call", "custom_tool_call" -> new StreamMark[] {StreamMark.CALL_DONE};
                    default -> new StreamMark[0];
                };
            case "response.completed", "response.incomplete" -> new StreamMark[] {StreamMark.END};
            default -> new StreamMark[0];
        };
    }
}

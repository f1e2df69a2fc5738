package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a script as the events of one streamed Anthropic message. One instance renders one response. */
final class MessagesRenderer {
    private static final StreamMark[] NOTHING = {};

    private final List<Frame> frames = new ArrayList<>();
    private final int number;
    private final String model;
    private Optional<TokenUsage> usage = Optional.of(Sse.DEFAULT_USAGE);
    private StreamMark[] open = NOTHING;
    private int index;
    private boolean calls;

    private MessagesRenderer(int number, String model) {
        this.number = number;
        this.model = model;
    }

    static List<Frame> render(List<Sse> script, int number, String model) {
        MessagesRenderer renderer = new MessagesRenderer(number, model);
        renderer.usage = Sse.usageOf(script);
        renderer.start();
        for (Sse word : script) {
            renderer.write(word.part());
        }
        if (script.stream().noneMatch(word -> word.part().endsResponse())) {
            renderer.finish(renderer.calls ? "tool_use" : "end_turn");
        }
        return renderer.frames;
    }

    private void write(Part part) {
        if (part instanceof Part.Text text) {
            text(text.deltas());
        } else if (part instanceof Part.Refusal refusal) {
            text(Sse.split(refusal.text()));
        } else if (part instanceof Part.Reasoning reasoning) {
            reasoning(reasoning);
        } else if (part instanceof Part.Call call) {
            call(call);
        } else if (part instanceof Part.Item item) {
            begin(Json.parseObject(item.json()));
            stop(NOTHING);
        } else if (part instanceof Part.Failed failed) {
            error(failed.code(), failed.message());
        } else if (part instanceof Part.Error error) {
            error(error.code(), error.message());
        } else if (part instanceof Part.Incomplete incomplete) {
            finish(
                    switch (incomplete.reason()) {
                        case "max_output_tokens" -> "max_tokens";
                        case "content_filter" -> "refusal";
                        default -> incomplete.reason();
                    });
        } else {
            frames.addAll(Frame.plain(part));
        }
    }

    private void start() {
        ObjectNode message = Json.object()
                .put("id", "msg_" + number)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        usage.ifPresent(tokens -> message.set("usage", json(tokens, 1)));
        ObjectNode event = Json.object();
        event.set("message", message);
        event("message_start", event, NOTHING);
    }

    private void text(List<String> deltas) {
        begin(Json.object().put("type", "text").put("text", ""));
        deltas.forEach(
                delta -> delta(Json.object().put("type", "text_delta").put("text", delta), StreamMark.TEXT_DELTA));
        stop(NOTHING);
        open = new StreamMark[] {StreamMark.TEXT_DONE};
    }

    /** Reasoning that is shown is signed; what is only encrypted comes as a block of its own kind. */
    private void reasoning(Part.Reasoning reasoning) {
        String shown = reasoning.text() + reasoning.summary();
        if (shown.isEmpty()) {
            begin(Json.object()
                    .put("type", "redacted_thinking")
                    .put("data", reasoning.encrypted().orElse("")));
        } else {
            begin(Json.object().put("type", "thinking").put("thinking", "").put("signature", ""));
            Sse.split(shown)
                    .forEach(delta ->
                            delta(Json.object().put("type", "thinking_delta").put("thinking", delta)));
            reasoning
                    .encrypted()
                    .ifPresent(signature ->
                            delta(Json.object().put("type", "signature_delta").put("signature", signature)));
        }
        stop(NOTHING);
    }

    /** This wire has no freeform calls: the plain form of such a tool takes its text as the argument {@code input}. */
    private void call(Part.Call call) {
        calls = true;
        ObjectNode block =
                Json.object().put("type", "tool_use").put("id", call.callId()).put("name", call.name());
        block.putObject("input");
        begin(block);
        String arguments =
                call.freeform() ? Json.object().put("input", call.arguments()).toString() : call.arguments();
        delta(Json.object().put("type", "input_json_delta").put("partial_json", ""));
        Sse.split(arguments)
                .forEach(delta -> delta(
                        Json.object().put("type", "input_json_delta").put("partial_json", delta),
                        StreamMark.ARGUMENTS_DELTA));
        stop(StreamMark.CALL_DONE);
    }

    private void begin(ObjectNode block) {
        ObjectNode event = Json.object().put("index", index);
        event.set("content_block", block);
        boolean text = block.path("type").asText().equals("text");
        event("content_block_start", event, text ? NOTHING : open);
        open = text ? open : NOTHING;
        if (index == 0) {
            event("ping", Json.object(), NOTHING);
        }
    }

    private void delta(ObjectNode delta, StreamMark... marks) {
        ObjectNode event = Json.object().put("index", index);
        event.set("delta", delta);
        event("content_block_delta", event, marks);
    }

    private void stop(StreamMark... marks) {
        event("content_block_stop", Json.object().put("index", index++), marks);
    }

    private void finish(String reason) {
        ObjectNode event = Json.object();
        event.putObject("delta").put("stop_reason", reason).putNull("stop_sequence");
        usage.ifPresent(tokens -> event.set("usage", json(tokens, tokens.outputTokens())));
        StreamMark[] marks = open.length == 0
                ? new StreamMark[] {StreamMark.END}
                : new StreamMark[] {StreamMark.TEXT_DONE, StreamMark.END};
        event("message_delta", event, marks);
        event("message_stop", Json.object(), NOTHING);
    }

    private void error(String code, String message) {
        ObjectNode error = MessagesErrors.error(MessagesErrors.type(code, 0), MessagesErrors.message(code, message));
        frames.add(Frame.Bytes.event("error", Json.bytes(error)));
    }

    private void event(String type, ObjectNode members, StreamMark... marks) {
        ObjectNode event = Json.object().put("type", type);
        event.setAll(members);
        frames.add(Frame.Bytes.event(type, Json.bytes(event), marks));
    }

    /** Input tokens are counted without those of the cache. */
    private static ObjectNode json(TokenUsage tokens, long output) {
        ObjectNode usage = Json.object()
                .put("input_tokens", tokens.inputTokens() - tokens.cachedInputTokens() - tokens.cacheWriteTokens())
                .put("cache_creation_input_tokens", tokens.cacheWriteTokens())
                .put("cache_read_input_tokens", tokens.cachedInputTokens())
                .put("output_tokens", output);
        usage.putObject("output_tokens_details").put("thinking_tokens", tokens.reasoningTokens());
        return usage;
    }
}

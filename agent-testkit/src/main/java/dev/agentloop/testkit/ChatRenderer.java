package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a script as the chunks of one streamed Chat Completion. One instance renders one response. */
final class ChatRenderer {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final List<Frame> frames = new ArrayList<>();
    private final int number;
    private final String model;
    private Optional<TokenUsage> usage = Optional.of(Sse.DEFAULT_USAGE);
    private Set<StreamMark> open = EnumSet.noneOf(StreamMark.class);
    private int calls;

    private ChatRenderer(int number, String model) {
        this.number = number;
        this.model = model;
    }

    static List<Frame> render(List<Sse> script, int number, String model) {
        ChatRenderer renderer = new ChatRenderer(number, model);
        renderer.usage = Sse.usageOf(script);
        renderer.delta("delta.role", Json.object().put("role", "assistant").put("content", ""));
        for (Sse word : script) {
            renderer.write(word.part());
        }
        if (script.stream().noneMatch(word -> word.part().endsResponse())) {
            renderer.finish(renderer.calls > 0 ? "tool_calls" : "stop");
        }
        return renderer.frames;
    }

    private void write(Part part) {
        if (part instanceof Part.Text text) {
            text.deltas()
                    .forEach(delta ->
                            delta("delta.content", Json.object().put("content", delta), StreamMark.TEXT_DELTA));
            open.add(StreamMark.TEXT_DONE);
        } else if (part instanceof Part.Refusal refusal) {
            Sse.split(refusal.text())
                    .forEach(delta -> delta("delta.refusal", Json.object().put("refusal", delta)));
        } else if (part instanceof Part.Reasoning reasoning) {
            reasoning(reasoning);
        } else if (part instanceof Part.Call call) {
            call(call);
        } else if (part instanceof Part.Failed failed) {
            error(failed.code(), failed.message());
        } else if (part instanceof Part.Error error) {
            error(error.code(), error.message());
        } else if (part instanceof Part.Incomplete incomplete) {
            finish(incomplete.reason().equals("max_output_tokens") ? "length" : incomplete.reason());
        } else if (part instanceof Part.Item) {
            throw new IllegalArgumentException("Chat Completions has no items of the service: " + part);
        } else {
            frames.addAll(Frame.plain(part));
        }
    }

    /** Text as open models show it; summaries and encrypted reasoning as gateways pass them on. */
    private void reasoning(Part.Reasoning reasoning) {
        for (String delta : Sse.split(reasoning.text())) {
            delta("delta.reasoning", Json.object().put("reasoning_content", delta));
        }
        for (String delta : Sse.split(reasoning.summary())) {
            detail(Json.object().put("type", "reasoning.summary").put("summary", delta));
        }
        reasoning
                .encrypted()
                .ifPresent(data ->
                        detail(Json.object().put("type", "reasoning.encrypted").put("data", data)));
    }

    private void detail(ObjectNode detail) {
        ObjectNode delta = Json.object();
        delta.putArray("reasoning_details").add(detail.put("index", 0));
        delta("delta.reasoning", delta);
    }

    private void call(Part.Call call) {
        ObjectNode first =
                Json.object().put("index", calls).put("id", call.callId()).put("type", "function");
        first.putObject("function").put("name", call.name()).put("arguments", "");
        StreamMark[] done = open.toArray(StreamMark[]::new);
        open = EnumSet.of(StreamMark.CALL_DONE);
        delta("delta.tool_calls", inCalls(first), done);
        for (String more : Sse.split(arguments(call))) {
            ObjectNode next = Json.object().put("index", calls);
            next.putObject("function").put("arguments", more);
            delta("delta.tool_calls", inCalls(next), StreamMark.ARGUMENTS_DELTA);
        }
        calls++;
    }

    /** This wire has no freeform calls: the plain form of such a tool takes its text as the argument {@code input}. */
    private static String arguments(Part.Call call) {
        return call.freeform() ? Json.object().put("input", call.arguments()).toString() : call.arguments();
    }

    private static ObjectNode inCalls(ObjectNode call) {
        ObjectNode delta = Json.object();
        delta.putArray("tool_calls").add(call);
        return delta;
    }

    private void finish(String reason) {
        Set<StreamMark> marks = EnumSet.of(StreamMark.END);
        marks.addAll(open);
        ObjectNode last = chunk();
        choice(last, Json.object()).put("finish_reason", reason);
        frames.add(Frame.Bytes.data("finish", Json.bytes(last), marks.toArray(StreamMark[]::new)));
        usage.ifPresent(tokens -> {
            ObjectNode chunk = chunk();
            chunk.putArray("choices");
            chunk.set("usage", json(tokens));
            frames.add(Frame.Bytes.data("usage", Json.bytes(chunk)));
        });
        frames.add(Frame.Bytes.data("[DONE]", DONE));
    }

    private void error(String code, String message) {
        int status = switch (code) {
            case "rate_limit_exceeded", "insufficient_quota" -> 429;
            case "server_error", "server_is_overloaded" -> 500;
            default -> 400;
        };
        frames.add(Frame.Bytes.data(
                "error", OpenAiRefusal.body(status, code, message).getBytes(StandardCharsets.UTF_8)));
    }

    private void delta(String type, ObjectNode delta, StreamMark... marks) {
        ObjectNode chunk = chunk();
        choice(chunk, delta).putNull("finish_reason");
        frames.add(Frame.Bytes.data(type, Json.bytes(chunk), marks));
    }

    private static ObjectNode choice(ObjectNode chunk, ObjectNode delta) {
        ArrayNode choices = chunk.putArray("choices");
        ObjectNode choice = choices.addObject().put("index", 0);
        choice.set("delta", delta);
        return choice.putNull("logprobs");
    }

    private ObjectNode chunk() {
        return Json.object()
                .put("id", "chatcmpl_" + number)
                .put("object", "chat.completion.chunk")
                .put("created", ResponsesRenderer.CREATED_AT)
                .put("model", model);
    }

    private static ObjectNode json(TokenUsage tokens) {
        ObjectNode usage = Json.object()
                .put("prompt_tokens", tokens.inputTokens())
                .put("completion_tokens", tokens.outputTokens())
                .put("total_tokens", tokens.totalTokens());
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", tokens.cachedInputTokens())
                .put("cache_write_tokens", tokens.cacheWriteTokens());
        usage.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoningTokens());
        return usage;
    }
}

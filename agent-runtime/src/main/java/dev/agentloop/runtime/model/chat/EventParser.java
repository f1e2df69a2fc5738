package dev.agentloop.runtime.model.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.internal.sse.SseStream;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.StopReason;
import dev.agentloop.runtime.model.http.ServiceError;
import dev.agentloop.runtime.model.http.UnknownEvents;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.runtime.model.http.WireStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of the chunks of a Chat Completions stream, of its first choice.
 *
 * <p>The rules, each taken from real traffic: null is the same as absent and an empty text says nothing; a response ends
 * with a finish reason, or with {@code [DONE]} where a service gives none; usage may come with the finish reason or in a
 * chunk after it, the last one counts; after a finish that cuts the answer, calls without whole arguments do not exist.
 * Chunks nobody understands are passed on as {@link ModelEvent.Unknown}. One instance per response, for one thread.
 */
final class EventParser implements WireStream.Parser {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final UnaryOperator<String> redact;
    private final Queue<ModelEvent> pending = new ArrayDeque<>();
    private final AnswerAssembler answer;
    private boolean choiceSeen;
    private boolean doneSeen;
    private boolean finished;
    private String finishReason = "";
    private TokenUsage usage = TokenUsage.NONE;
    private String responseId = "";
    private String model = "";

    EventParser(String providerId, UnaryOperator<String> redact) {
        this.redact = redact;
        this.answer = new AnswerAssembler(providerId, pending::add);
    }

    @Override
    public @Nullable ModelEvent pending() {
        return pending.poll();
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public @Nullable ModelEvent parse(SseStream event) {
        if (event.dataEquals(DONE)) {
            doneSeen = true;
            return end();
        }
        return parse(event.eventType(), event.buffer(), event.dataOffset(), event.dataLength());
    }

    /** Null when neither a finish reason nor {@code [DONE]} came, or the latter in the middle of a call. */
    @Override
    public @Nullable ModelEvent end() {
        boolean complete = !finishReason.isEmpty() || doneSeen && choiceSeen && answer.isWhole();
        if (!complete || finished) {
            return null;
        }
        answer.finish(stopReason() != StopReason.DONE);
        pending.add(new ModelEvent.Completed(stopReason(), finishReason, usage, responseId, model));
        finished = true;
        return pending.remove();
    }

    private ModelEvent parse(String name, byte[] bytes, int offset, int length) {
        try {
            JsonNode chunk = WireJson.tree(bytes, offset, length);
            if (chunk.hasNonNull("error") || name.equals("error")) {
                throw failure(chunk);
            }
            if (!chunk.isObject() || !(chunk.has("choices") || chunk.has("usage"))) {
                return UnknownEvents.of(name, bytes, offset, length);
            }
            read(chunk);
        } catch (JsonProcessingException e) {
            return UnknownEvents.of("malformed", bytes, offset, length);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed", e);
        }
        ModelEvent first = pending.poll();
        return first == null ? ModelEvent.KeepAlive.INSTANCE : first;
    }

    private void read(JsonNode chunk) {
        responseId = responseId.isEmpty() ? WireJson.text(chunk, "id") : responseId;
        model = model.isEmpty() ? WireJson.text(chunk, "model") : model;
        if (chunk.path("usage").isObject()) {
            usage = ChatUsage.of(chunk.path("usage"));
        }
        for (JsonNode choice : chunk.path("choices")) {
            if (choice.path("index").asInt(0) == 0) {
                readChoice(choice);
            }
        }
    }

    private void readChoice(JsonNode choice) {
        choiceSeen = true;
        if (choice.hasNonNull("error")) {
            throw failure(choice);
        }
        JsonNode delta = choice.path("delta");
        readReasoning(delta);
        JsonNode content = delta.path("content");
        if (content.isArray()) {
            content.forEach(this::readPart);
        } else {
            answer.addText(WireJson.text(delta, "content"));
        }
        answer.addText(WireJson.text(delta, "refusal"));
        delta.path("tool_calls").forEach(answer::addCall);
        String reason = WireJson.text(choice, "finish_reason");
        if (!reason.isEmpty()) {
            finish(reason);
        }
    }

    private void readReasoning(JsonNode delta) {
        boolean told = false;
        for (String member : Thinking.TEXTS) {
            String more = WireJson.text(delta, member);
            if (!more.isEmpty() && !told) {
                told = true;
                answer.addThought(member, more);
            }
        }
        for (JsonNode detail : delta.path(Thinking.DETAILS)) {
            if (detail instanceof ObjectNode fragment) {
                answer.addDetail(fragment, told);
            }
        }
    }

    private void readPart(JsonNode part) {
        if (!WireJson.text(part, "type").equals(Thinking.PART)) {
            answer.addText(WireJson.text(part, "text"));
            return;
        }
        for (JsonNode thought : part.path(Thinking.PART)) {
            answer.addThought(Thinking.PART, WireJson.text(thought, "text"));
        }
    }

    private void finish(String reason) {
        if (reason.equals("error")) {
            throw failure(new ServiceError("server_error", "", "", "it gave no reason"));
        }
        if (reason.equals("insufficient_system_resource")) {
            throw failure(new ServiceError("service_unavailable", reason, "", "its servers ran out of resources"));
        }
        finishReason = reason;
        answer.finish(stopReason() != StopReason.DONE);
    }

    private StopReason stopReason() {
        return switch (finishReason) {
            case "", "stop", "tool_calls", "function_call", "end_turn", "stop_sequence", "eos" -> StopReason.DONE;
            case "length", "max_tokens", "model_length" -> StopReason.MAX_OUTPUT_TOKENS;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            default -> StopReason.OTHER;
        };
    }

    private ModelException failure(JsonNode from) {
        ServiceError error = ServiceError.of(from);
        int status = from.path("error")
                .path("status_code")
                .asInt(from.path("error").path("code").asInt());
        // Proxies give the status that the answer would have had.
        return status >= 400 && status < 600
                ? error.forStatus(status, error.toldInStream(redact)).build()
                : failure(error);
    }

    private ModelException failure(ServiceError error) {
        return error.inStream(error.toldInStream(redact)).build();
    }
}

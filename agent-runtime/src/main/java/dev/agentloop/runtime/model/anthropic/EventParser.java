package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.internal.sse.SseStream;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.StopReason;
import dev.agentloop.runtime.model.http.ServiceError;
import dev.agentloop.runtime.model.http.UnknownEvents;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.runtime.model.http.WireStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of the events of a Messages stream.
 *
 * <p>The rules: a second {@code message_start} begins the answer anew, so what is not done by then never was (calls that
 * are done may run already); counts of {@code message_delta} are totals; an answer is complete when its stop reason is
 * known, whether or not {@code message_stop} arrives; {@code ping} is a sign of life. Unknown or malformed events are
 * passed on as {@link ModelEvent.Unknown}. One instance per response, for one thread.
 */
final class EventParser implements WireStream.Parser {
    private final UnaryOperator<String> redact;
    private final Queue<ModelEvent> pending = new ArrayDeque<>();
    private final AnswerAssembler answer;
    private MessagesUsage usage = new MessagesUsage();
    private String responseId = "";
    private String model = "";
    private String stopReason = "";
    private boolean started;
    private boolean stopped;
    private boolean finished;

    EventParser(String providerId, UnaryOperator<String> redact, Supplier<String> itemIds) {
        this.redact = redact;
        this.answer = new AnswerAssembler(providerId, itemIds, pending::add);
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
        byte[] bytes = event.buffer();
        int offset = event.dataOffset();
        int length = event.dataLength();
        try {
            JsonNode json = WireJson.tree(bytes, offset, length);
            String type = WireJson.text(json, "type");
            if (type.equals("error") || type.isEmpty() && json.hasNonNull("error")) {
                throw failure(ServiceError.of(json));
            }
            if (!read(type, json)) {
                return UnknownEvents.of(type.isEmpty() ? event.eventType() : type, bytes, offset, length);
            }
        } catch (JsonProcessingException e) {
            return UnknownEvents.of("malformed", bytes, offset, length);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed", e);
        }
        if (stopped) {
            return end();
        }
        ModelEvent first = pending.poll();
        return first == null ? ModelEvent.KeepAlive.INSTANCE : first;
    }

    /** Null when there was neither a stop reason nor, between blocks, the event that ends an answer. */
    @Override
    public @Nullable ModelEvent end() {
        boolean complete = !stopReason.isEmpty() || stopped && started && answer.isIdle();
        if (!complete || finished) {
            return null;
        }
        answer.finish(stopReason() != StopReason.DONE);
        pending.add(new ModelEvent.Completed(stopReason(), stopReason, usage.toTokenUsage(), responseId, model));
        finished = true;
        return pending.remove();
    }

    /** Whether the event was understood. */
    private boolean read(String type, JsonNode json) {
        int index = json.path("index").asInt(-1);
        switch (type) {
            case "message_start" -> start(json.path("message"));
            case "content_block_start" -> {
                if (!(json.path("content_block") instanceof ObjectNode block)) {
                    return false;
                }
                answer.start(index, block);
            }
            case "content_block_delta" -> {
                return answer.add(index, json.path("delta"));
            }
            case "content_block_stop" -> answer.stop(index);
            case "message_delta" -> {
                usage.read(json.path("usage"));
                String reason = WireJson.text(json.path("delta"), "stop_reason");
                if (!reason.isEmpty()) {
                    stopReason = reason;
                    answer.finish(stopReason() != StopReason.DONE);
                }
            }
            case "message_stop" -> stopped = true;
            case "ping" -> {
                // A sign of life.
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void start(JsonNode message) {
        if (started) {
            answer.restart();
            usage = new MessagesUsage();
        }
        started = true;
        responseId = WireJson.text(message, "id");
        model = WireJson.text(message, "model");
        usage.read(message.path("usage"));
    }

    private StopReason stopReason() {
        return switch (stopReason) {
            case "", "end_turn", "tool_use", "stop_sequence" -> StopReason.DONE;
            case "max_tokens", "model_context_window_exceeded" -> StopReason.MAX_OUTPUT_TOKENS;
            case "refusal" -> StopReason.CONTENT_FILTER;
            default -> StopReason.OTHER;
        };
    }

    private RuntimeException failure(ServiceError error) {
        return error.inStream(error.toldInStream(redact)).build();
    }
}

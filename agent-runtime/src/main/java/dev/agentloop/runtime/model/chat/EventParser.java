package dev.agentloop.runtime.model.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.internal.sse.SseStream;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemStarted;
import dev.agentloop.model.ModelEvent.StopReason;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.model.http.ServiceError;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.runtime.model.http.WireStream;
import dev.agentloop.tool.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of the chunks of a Chat Completions stream, of its first choice.
 *
 * <p>The rules, each taken from real traffic: null is the same as absent and an empty text says nothing; a response ends
 * with a finish reason, or with {@code [DONE]} where a service gives none; usage may come with the finish reason or in a
 * chunk after it, the last one counts; a text is done when a call begins or at the end, reasoning when anything else
 * begins; after a finish that cuts the answer, calls without whole arguments do not exist. Chunks nobody understands
 * are passed on as {@link ModelEvent.Unknown}. One instance per response, for one thread.
 */
final class EventParser implements WireStream.Parser {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_KEPT_BYTES = 64 << 10; // of a chunk that nobody understands

    private final String providerId;
    private final UnaryOperator<String> redact;
    private final Queue<ModelEvent> pending = new ArrayDeque<>();
    private final CallAssembler calls;
    private final StringBuilder text = new StringBuilder();
    private int items;
    private String messageId = "";
    private @Nullable Thinking thinking;
    private boolean choiceSeen;
    private boolean doneSeen;
    private boolean finished;
    private String finishReason = "";
    private TokenUsage usage = TokenUsage.NONE;
    private String responseId = "";
    private String model = "";

    EventParser(String providerId, UnaryOperator<String> redact) {
        this.providerId = providerId;
        this.redact = redact;
        this.calls = new CallAssembler(providerId, this::nextItemId, pending::add);
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
        boolean complete = !finishReason.isEmpty() || doneSeen && choiceSeen && calls.isWhole();
        if (!complete || finished) {
            return null;
        }
        finishItems();
        pending.add(new ModelEvent.Completed(stopReason(), finishReason, usage, responseId, model));
        finished = true;
        return pending.remove();
    }

    /** Reads one chunk. */
    ModelEvent parse(String name, byte[] bytes, int offset, int length) {
        try {
            JsonNode chunk = WireJson.tree(bytes, offset, length);
            if (chunk.hasNonNull("error") || name.equals("error")) {
                throw failure(chunk);
            }
            if (!chunk.isObject() || !(chunk.has("choices") || chunk.has("usage"))) {
                return unknown(name, bytes, offset, length);
            }
            read(chunk);
        } catch (JsonProcessingException e) {
            return unknown("malformed", bytes, offset, length);
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
            addText(WireJson.text(delta, "content"));
        }
        addText(WireJson.text(delta, "refusal"));
        for (JsonNode call : delta.path("tool_calls")) {
            finishThinking();
            finishText();
            calls.add(call);
        }
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
                addThought(member, more);
            }
        }
        for (JsonNode detail : delta.path(Thinking.DETAILS)) {
            if (detail instanceof ObjectNode fragment) {
                readDetail(fragment, told);
            }
        }
    }

    private void readDetail(ObjectNode detail, boolean told) {
        Thinking open = openThinking();
        String said = WireJson.text(detail, "text");
        String summary = WireJson.text(detail, "summary");
        open.addDetail(detail);
        if (!told && !said.isEmpty()) {
            addThought("reasoning", said);
        }
        if (!told && !summary.isEmpty()) {
            open.addSummary(summary);
            pending.add(new ModelEvent.ReasoningDelta(open.itemId(), summary, true));
        }
    }

    private void readPart(JsonNode part) {
        if (!WireJson.text(part, "type").equals(Thinking.PART)) {
            addText(WireJson.text(part, "text"));
            return;
        }
        for (JsonNode thought : part.path(Thinking.PART)) {
            addThought(Thinking.PART, WireJson.text(thought, "text"));
        }
    }

    private void addThought(String member, String more) {
        if (!more.isEmpty()) {
            Thinking open = openThinking();
            open.addText(member, more);
            pending.add(new ModelEvent.ReasoningDelta(open.itemId(), more, false));
        }
    }

    private void addText(String more) {
        if (more.isEmpty()) {
            return;
        }
        finishThinking();
        if (messageId.isEmpty()) {
            messageId = nextItemId();
            pending.add(new ItemStarted(messageId, ItemStarted.Kind.MESSAGE, ""));
        }
        text.append(more);
        pending.add(new ModelEvent.TextDelta(messageId, more));
    }

    private Thinking openThinking() {
        Thinking open = thinking;
        if (open == null) {
            open = new Thinking(nextItemId());
            thinking = open;
            pending.add(new ItemStarted(open.itemId(), ItemStarted.Kind.REASONING, ""));
        }
        return open;
    }

    private void finish(String reason) {
        if (reason.equals("error")) {
            throw failure(new ServiceError("server_error", "", "", "it gave no reason"));
        }
        if (reason.equals("insufficient_system_resource")) {
            throw failure(new ServiceError("service_unavailable", reason, "", "its servers ran out of resources"));
        }
        finishReason = reason;
        finishItems();
    }

    private void finishItems() {
        finishThinking();
        finishText();
        if (stopReason() == StopReason.DONE) {
            calls.finishAll();
        } else {
            calls.finishWhole();
        }
    }

    private void finishThinking() {
        Thinking open = thinking;
        if (open != null) {
            thinking = null;
            pending.add(new ModelEvent.ItemDone(open.itemId(), open.done(providerId)));
        }
    }

    private void finishText() {
        if (!messageId.isEmpty()) {
            ModelItem message = new ModelItem.Message(
                    "", ModelItem.Role.ASSISTANT, List.of(new Content.Text(text.toString())), Optional.empty());
            pending.add(new ModelEvent.ItemDone(messageId, message));
            messageId = "";
            text.setLength(0);
        }
    }

    private StopReason stopReason() {
        return switch (finishReason) {
            case "", "stop", "tool_calls", "function_call", "end_turn", "stop_sequence", "eos" -> StopReason.DONE;
            case "length", "max_tokens", "model_length" -> StopReason.MAX_OUTPUT_TOKENS;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            default -> StopReason.OTHER;
        };
    }

    private String nextItemId() {
        return "item_" + items++;
    }

    private ModelException failure(JsonNode from) {
        ServiceError error = ServiceError.of(from);
        int status = from.path("error")
                .path("status_code")
                .asInt(from.path("error").path("code").asInt());
        // Proxies give the status that the answer would have had.
        return status >= 400 && status < 600
                ? error.forStatus(status, told(error)).build()
                : failure(error);
    }

    private ModelException failure(ServiceError error) {
        return error.inStream(told(error)).build();
    }

    private String told(ServiceError error) {
        return "The service ended its answer with an error: " + redact.apply(error.text());
    }

    private static ModelEvent unknown(String type, byte[] bytes, int offset, int length) {
        return new ModelEvent.Unknown(
                type,
                length > MOST_KEPT_BYTES
                        ? Optional.empty()
                        : Optional.of(new String(bytes, offset, length, StandardCharsets.UTF_8)));
    }
}

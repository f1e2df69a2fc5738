package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Writes the events of one output item of the Responses API, from {@code added} to {@code done}. */
final class ResponsesItems {
    /** The progress events that the service sends for its own tools. */
    private static final Map<String, List<String>> PROGRESS = Map.of(
            "web_search_call", List.of("in_progress", "searching", "completed"),
            "file_search_call", List.of("in_progress", "searching", "completed"),
            "code_interpreter_call", List.of("in_progress", "interpreting", "completed"),
            "image_generation_call", List.of("in_progress", "generating", "completed"),
            "mcp_call", List.of("in_progress", "completed"),
            "mcp_list_tools", List.of("in_progress", "completed"));

    private final ResponsesRenderer out;
    private final int index;

    ResponsesItems(ResponsesRenderer out) {
        this.out = out;
        this.index = out.outputIndex();
    }

    void message(Part.Text text) {
        String id = out.itemId("msg");
        added(message(id, "in_progress"));
        content("response.content_part.added", id, textPart(""));
        for (String delta : text.deltas()) {
            ObjectNode event = inContent(id).put("delta", delta);
            event.putArray("logprobs");
            out.event("response.output_text.delta", event);
        }
        ObjectNode done = inContent(id).put("text", text.text());
        done.putArray("logprobs");
        out.event("response.output_text.done", done);
        finishMessage(id, textPart(text.text()));
    }

    void refusal(Part.Refusal refusal) {
        String id = out.itemId("msg");
        added(message(id, "in_progress"));
        content("response.content_part.added", id, refusalPart(""));
        for (String delta : Sse.split(refusal.text())) {
            out.event("response.refusal.delta", inContent(id).put("delta", delta));
        }
        out.event("response.refusal.done", inContent(id).put("refusal", refusal.text()));
        finishMessage(id, refusalPart(refusal.text()));
    }

    private void finishMessage(String id, ObjectNode part) {
        content("response.content_part.done", id, part);
        ObjectNode message = message(id, "completed");
        message.withArray("content").add(part);
        done(message);
    }

    void reasoning(Part.Reasoning reasoning) {
        String id = out.itemId("rs");
        ObjectNode item = Json.object().put("id", id).put("type", "reasoning");
        item.putArray("summary");
        reasoning.encrypted().ifPresent(secret -> item.put("encrypted_content", secret));
        added(item.deepCopy());
        if (!reasoning.summary().isEmpty()) {
            ObjectNode part = summary(id, reasoning.summary());
            item.withArray("summary").add(part);
        }
        if (!reasoning.text().isEmpty()) {
            reasoningText(id, reasoning.text());
            item.putArray("content").addObject().put("type", "reasoning_text").put("text", reasoning.text());
        }
        done(item);
    }

    private ObjectNode summary(String id, String text) {
        ObjectNode start = inSummary(id);
        start.putObject("part").put("type", "summary_text").put("text", "");
        out.event("response.reasoning_summary_part.added", start);
        for (String delta : Sse.split(text)) {
            out.event("response.reasoning_summary_text.delta", inSummary(id).put("delta", delta));
        }
        out.event("response.reasoning_summary_text.done", inSummary(id).put("text", text));
        ObjectNode part = Json.object().put("type", "summary_text").put("text", text);
        ObjectNode end = inSummary(id);
        end.set("part", part);
        out.event("response.reasoning_summary_part.done", end);
        return part;
    }

    private void reasoningText(String id, String text) {
        for (String delta : Sse.split(text)) {
            out.event("response.reasoning_text.delta", inContent(id).put("delta", delta));
        }
        out.event("response.reasoning_text.done", inContent(id).put("text", text));
    }

    void call(Part.Call call) {
        String id = out.itemId(call.freeform() ? "ctc" : "fc");
        String member = call.freeform() ? "input" : "arguments";
        String events = call.freeform() ? "response.custom_tool_call_input" : "response.function_call_arguments";
        ObjectNode item = Json.object()
                .put("id", id)
                .put("type", call.freeform() ? "custom_tool_call" : "function_call")
                .put("status", "in_progress")
                .put(member, "")
                .put("call_id", call.callId())
                .put("name", call.name());
        added(item.deepCopy());
        for (String delta : Sse.split(call.arguments())) {
            out.event(events + ".delta", inItem(id).put("delta", delta));
        }
        ObjectNode done = inItem(id);
        if (!call.freeform()) {
            done.put("name", call.name());
        }
        out.event(events + ".done", done.put(member, call.arguments()));
        done(item.put("status", "completed").put(member, call.arguments()));
    }

    void item(ObjectNode item) {
        String type = item.path("type").asText();
        if (!item.has("id")) {
            item.put("id", out.itemId("item"));
        }
        String id = item.get("id").asText();
        ObjectNode first = item.deepCopy();
        if (first.has("status")) {
            first.put("status", "in_progress");
        }
        added(first);
        for (String step : PROGRESS.getOrDefault(type, List.of())) {
            out.event("response." + type + "." + step, inItem(id));
        }
        done(item);
    }

    private void added(ObjectNode item) {
        ObjectNode event = Json.object().put("output_index", index);
        event.set("item", item);
        out.event("response.output_item.added", event);
    }

    private void done(ObjectNode item) {
        ObjectNode event = Json.object().put("output_index", index);
        event.set("item", item);
        out.event("response.output_item.done", event);
        out.finishItem(item);
    }

    private void content(String type, String id, ObjectNode part) {
        ObjectNode event = inContent(id);
        event.set("part", part);
        out.event(type, event);
    }

    private ObjectNode inItem(String id) {
        return Json.object().put("item_id", id).put("output_index", index);
    }

    private ObjectNode inContent(String id) {
        return inItem(id).put("content_index", 0);
    }

    private ObjectNode inSummary(String id) {
        return inItem(id).put("summary_index", 0);
    }

    private static ObjectNode message(String id, String status) {
        ObjectNode message = Json.object().put("id", id).put("type", "message").put("status", status);
        message.putArray("content");
        return message.put("role", "assistant");
    }

    private static ObjectNode textPart(String text) {
        ObjectNode part = Json.object().put("type", "output_text");
        part.putArray("annotations");
        part.putArray("logprobs");
        return part.put("text", text);
    }

    private static ObjectNode refusalPart(String text) {
        return Json.object().put("type", "refusal").put("refusal", text);
    }
}

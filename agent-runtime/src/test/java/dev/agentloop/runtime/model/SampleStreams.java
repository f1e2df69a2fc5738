package dev.agentloop.runtime.model;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Responses streams written by hand. */
public final class SampleStreams {
    public static final String TEXT = "Grüße, 世界 🙂";

    private SampleStreams() {}

    public static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (members.isEmpty() ? "" : "," + members)
                + "}\n\n";
    }

    public static String created() {
        return event("response.created", "\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\",\"output\":[]}");
    }

    public static String added(int index, String item) {
        return event("response.output_item.added", "\"output_index\":" + index + ",\"item\":" + item);
    }

    public static String done(int index, String item) {
        return event("response.output_item.done", "\"output_index\":" + index + ",\"item\":" + item);
    }

    public static String textDelta(int index, String id, String delta) {
        return event(
                "response.output_text.delta",
                "\"item_id\":\"" + id + "\",\"output_index\":" + index + ",\"content_index\":0,\"delta\":\"" + delta
                        + "\"");
    }

    public static String completed(String... items) {
        return completedAs("resp_1", items);
    }

    public static String completedAs(String id, String... items) {
        StringJoiner output = new StringJoiner(",", "[", "]");
        for (String item : items) {
            output.add(item);
        }
        return event(
                "response.completed",
                "\"response\":{\"id\":\"" + id + "\",\"model\":\"test-model\",\"status\":\"completed\",\"error\":null,"
                        + "\"incomplete_details\":null,\"output\":" + output + ",\"usage\":{\"input_tokens\":10,"
                        + "\"input_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":2},"
                        + "\"output_tokens\":5,\"output_tokens_details\":{\"reasoning_tokens\":3},\"total_tokens\":15}}");
    }

    public static String message(String id, String text) {
        return "{\"id\":\"" + id + "\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\","
                + "\"content\":[{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"" + text
                + "\"}]}";
    }

    public static String call(String id, String callId, String name, String arguments) {
        return "{\"id\":\"" + id + "\",\"type\":\"function_call\",\"status\":\"completed\",\"arguments\":\""
                + arguments.replace("\"", "\\\"") + "\",\"call_id\":\"" + callId + "\",\"name\":\"" + name + "\"}";
    }

    public static String reasoning(String id) {
        return "{\"id\":\"" + id + "\",\"type\":\"reasoning\",\"encrypted_content\":\"AAAA\","
                + "\"summary\":[{\"type\":\"summary_text\",\"text\":\"Look first\"}]}";
    }

    /** A short answer of one message. */
    public static byte[] text(String text) {
        return bytes(created()
                + added(0, "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"in_progress\",\"content\":[]}")
                + textDelta(0, "msg_1", text)
                + done(0, message("msg_1", text))
                + completed(message("msg_1", text)));
    }

    /** Reasoning, a message with characters of two to four bytes, and a call; some comments in between. */
    public static byte[] reasoningTextAndCall() {
        String call = call("fc_1", "call_1", "read_file", "{\"path\":\"Größe.txt\"}");
        return bytes(created()
                + ": keep-alive\n\n"
                + added(0, "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[]}")
                + event(
                        "response.reasoning_summary_text.delta",
                        "\"item_id\":\"rs_1\",\"output_index\":0,\"summary_index\":0,\"delta\":\"Look first\"")
                + done(0, reasoning("rs_1"))
                + added(1, "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"in_progress\",\"content\":[]}")
                + textDelta(1, "msg_1", "Grüße, ")
                + textDelta(1, "msg_1", "世界 🙂")
                + done(1, message("msg_1", TEXT))
                + added(
                        2,
                        "{\"id\":\"fc_1\",\"type\":\"function_call\",\"status\":\"in_progress\",\"arguments\":\"\","
                                + "\"call_id\":\"call_1\",\"name\":\"read_file\"}")
                + event(
                        "response.function_call_arguments.delta",
                        "\"item_id\":\"fc_1\",\"output_index\":2,\"delta\":\"{\\\"path\\\":\\\"Größe.txt\\\"}\"")
                + done(2, call)
                + completed(reasoning("rs_1"), message("msg_1", TEXT), call));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

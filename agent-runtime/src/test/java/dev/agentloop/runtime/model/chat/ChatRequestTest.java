package dev.agentloop.runtime.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.ModelItem.CallOutput;
import dev.agentloop.model.ModelItem.Message;
import dev.agentloop.model.ModelItem.Reasoning;
import dev.agentloop.model.ModelItem.Role;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.Opaque;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatRequestTest {
    private static final RequestWriter WRITER = new RequestWriter(ChatModelProvider.ID, false, ExtraParameters.NONE);

    private final List<String> reports = new ArrayList<>();

    @Test
    void aRequestHasTheShapeOfTheProtocol() throws Exception {
        ModelRequest request = request(List.of(
                        Message.of(Role.DEVELOPER, "Rules."),
                        Message.of(Role.USER, "What is 1 + 2?"),
                        call("a", "add", "{\"a\":1}"),
                        output("a", "3"),
                        Message.of(Role.ASSISTANT, "3")))
                .instructions("Be brief")
                .tools(List.of(
                        ToolSpec.builder("add")
                                .description("Adds")
                                .inputSchema("{\"type\":\"object\", \"properties\":{}}")
                                .strict(true)
                                .build(),
                        ToolSpec.builder("apply_patch")
                                .description("Changes files")
                                .grammar("start: /.+/")
                                .build()))
                .effort(Optional.of(ReasoningEffort.LOW))
                .outputSchema(Optional.of(new JsonSchema(
                        "{\"type\":\"object\",\"properties\":{},\"required\":[]," + "\"additionalProperties\":false}")))
                .cacheKey("session-1")
                .build();

        assertThat(body(request))
                .isEqualTo("{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"add\",\"description\":\"Adds\","
                        + "\"parameters\":{\"type\":\"object\", \"properties\":{}},\"strict\":true}},"
                        + "{\"type\":\"function\",\"function\":{\"name\":\"apply_patch\","
                        + "\"description\":\"Changes files\",\"parameters\":" + JsonSchema.EMPTY_OBJECT.json() + "}}],"
                        + "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief\"},"
                        + "{\"role\":\"system\",\"content\":\"Rules.\"},"
                        + "{\"role\":\"user\",\"content\":\"What is 1 + 2?\"},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"a\","
                        + "\"type\":\"function\",\"function\":{\"name\":\"add\",\"arguments\":\"{\\\"a\\\":1}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"3\"},"
                        + "{\"role\":\"assistant\",\"content\":\"3\"}],"
                        + "\"reasoning_effort\":\"low\",\"response_format\":{\"type\":\"json_schema\","
                        + "\"json_schema\":{\"name\":\"output\",\"schema\":{\"type\":\"object\",\"properties\":{},"
                        + "\"required\":[],\"additionalProperties\":false},\"strict\":true}}}");
        assertThat(WireJson.tree(body(request)).isObject()).isTrue();
        assertThat(reports).isEmpty();
    }

    @Test
    void onlyOpenAiGetsWhatOnlyItKnows() {
        ModelRequest request =
                request(List.of(Message.of(Role.USER, "Hi"))).cacheKey("s").build();
        assertThat(text(new RequestWriter("chat", true, ExtraParameters.NONE).write(request, false)))
                .isEqualTo("{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                        + "\"store\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                        + "\"prompt_cache_key\":\"s\"}");
    }

    @Test
    void outputsFollowTheAnswerWithTheirCallsWhateverCameBetween() {
        assertThat(messages(List.of(
                        Message.of(Role.ASSISTANT, "Looking"),
                        call("a", "f", "{}"),
                        call("b", "f", "{}"),
                        output("a", "1"),
                        Message.of(Role.USER, "And hurry"),
                        call("c", "f", "{}"),
                        output("b", "2"),
                        output("c", "3"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":\"Looking\",\"tool_calls\":["
                        + toolCall("a") + "," + toolCall("b") + "," + toolCall("c") + "]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\"},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"2\"},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"3\"},"
                        + "{\"role\":\"user\",\"content\":\"And hurry\"}]");
    }

    @Test
    void imagesAndFilesAreParts() {
        Message message = new Message(
                "",
                Role.USER,
                List.of(
                        new Content.Text("See"),
                        new Content.Image("data:image/png;base64,AA=="),
                        new Content.File("a.pdf", "data:application/pdf;base64,AA==")),
                Optional.empty());
        assertThat(messages(List.of(message)))
                .isEqualTo("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"See\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}},"
                        + "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\","
                        + "\"file_data\":\"data:application/pdf;base64,AA==\"}}]}]");
    }

    @Test
    void anImageOfAnOutputFollowsAllOutputs() {
        CallOutput image = new CallOutput(
                "a",
                Call.Form.FUNCTION,
                new ToolOutput(List.of(new Content.Image("data:image/png;base64,AA==")), false, Optional.empty()),
                Optional.empty());
        assertThat(messages(List.of(call("a", "f", "{}"), call("b", "f", "{}"), image, output("b", "2"))))
                .endsWith("{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"The output follows in a message.\"},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"2\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                        + "\"text\":\"From the output of call a:\"},{\"type\":\"image_url\","
                        + "\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}]}]");
    }

    @Test
    void aFreeformCallOfAnotherWireBecomesAFunctionCall() {
        Call call =
                new Call("", "a", "f", Call.Form.FREEFORM, "say \"hi\"", Optional.of(new Opaque("responses", "{}")));
        assertThat(messages(List.of(call, output("a", "ok"))))
                .contains("\"arguments\":\"{\\\"input\\\":\\\"say \\\\\\\"hi\\\\\\\"\\\"}\"");
    }

    @Test
    void ownReasoningGoesBackInItsDialect() {
        List<ModelItem> items = List.of(
                reasoning("chat", "{\"reasoning_content\":\"Let me\"}"),
                reasoning("chat", "{\"reasoning_content\":\" see\"}"),
                reasoning("chat", "{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"x\"}]}"),
                Message.of(Role.ASSISTANT, "4"));
        assertThat(messages(items))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":\"4\",\"reasoning_content\":\"Let me see\","
                        + "\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"x\"}]}]");
        assertThat(messages(List.of(reasoning("chat", "{\"thinking\":\"Hm\"}"), Message.of(Role.ASSISTANT, "4"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":"
                        + "[{\"type\":\"text\",\"text\":\"Hm\"}]},{\"type\":\"text\",\"text\":\"4\"}]}]");
        assertThat(reports).isEmpty();
    }

    @Test
    void whatCannotBeCarriedIsReported() {
        HostedItem search = new HostedItem.Unknown("ws_1", "web_search_call", "completed", "{}");
        ModelRequest request = request(List.of(
                        reasoning("responses", "{}"),
                        new ModelItem.Hosted(search, Optional.of(new Opaque("responses", "{}"))),
                        output("gone", "x"),
                        reasoning("chat", "{\"reasoning\":\"alone\"}"),
                        Message.of(Role.USER, "Hi")))
                .hostedTools(List.of(HostedTool.webSearch()))
                .build();
        assertThat(body(request)).endsWith("\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        assertThat(reports)
                .containsExactly(
                        "hosted tool web_search",
                        "reasoning of another provider",
                        "item web_search_call of another provider",
                        "output without its call",
                        "reasoning without an answer");
    }

    @Test
    void everyBodyOfASessionContinuesTheOneBefore() {
        List<ModelItem> history = new ArrayList<>(List.of(Message.of(Role.USER, "Fix the bug")));
        byte[] last = WRITER.write(request(history).build(), true);
        for (int i = 0; i < 50; i++) {
            history.add(reasoning("chat", "{\"reasoning\":\"Hm " + i + "\"}"));
            history.add(Message.of(Role.ASSISTANT, "Ich schaue nach 🙂 \uD83D"));
            history.add(call("a" + i, "f", "{}"));
            history.add(call("b" + i, "f", "{}"));
            history.add(output("a" + i, "Zeile \"" + i + "\" \u0001\n"));
            history.add(output("b" + i, "x"));
            byte[] next = WRITER.write(request(List.copyOf(history)).build(), true);
            String common = text(last).substring(0, text(last).length() - "]}".length());
            assertThat(text(next)).startsWith(common + ",");
            last = next;
        }
    }

    private ModelRequest.Builder request(List<ModelItem> input) {
        return ModelRequest.builder("m").input(input).onUnsupported((what, why) -> reports.add(what));
    }

    private String messages(List<ModelItem> items) {
        String body = body(request(items).build());
        return body.substring(body.indexOf("\"messages\":") + "\"messages\":".length(), body.length() - 1);
    }

    private static String body(ModelRequest request) {
        return text(WRITER.write(request, true));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String toolCall(String id) {
        return "{\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
    }

    private static ModelItem call(String id, String name, String arguments) {
        return new Call("", id, name, Call.Form.FUNCTION, arguments, Optional.empty());
    }

    private static ModelItem output(String callId, String text) {
        return new CallOutput(callId, Call.Form.FUNCTION, ToolOutput.text(text), Optional.empty());
    }

    private static ModelItem reasoning(String provider, String own) {
        return new Reasoning("", "", "", Optional.of(new Opaque(provider, own)));
    }
}

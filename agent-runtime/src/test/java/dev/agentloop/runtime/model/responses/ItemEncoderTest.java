package dev.agentloop.runtime.model.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.ModelItem.CallOutput;
import dev.agentloop.model.ModelItem.Message;
import dev.agentloop.model.ModelItem.Role;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.OpenAiSchema;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ItemEncoderTest {
    private static final Optional<Opaque> FOREIGN = Optional.of(new Opaque("other", "{\"secret\":1}"));

    private final List<String> reports = new ArrayList<>();
    private final List<String> encoded = new ArrayList<>();

    @AfterEach
    void whatWasEncodedIsValid() {
        String items = String.join(
                ",", encoded.stream().filter(item -> !item.isEmpty()).toList());
        OpenAiSchema.assertValidRequest(
                ("{\"model\":\"m\",\"input\":[" + items + "]}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void messagesOfTheUserHaveParts() {
        Message message = new Message(
                "",
                Role.USER,
                List.of(
                        new Content.Text("Look \"here\"\n"),
                        new Content.Image("data:image/png;base64,QUJD"),
                        new Content.File("a.pdf", "data:application/pdf;base64,QUJD")),
                Optional.empty());
        assertThat(encode(message))
                .isEqualTo("{\"type\":\"message\",\"role\":\"user\",\"content\":["
                        + "{\"type\":\"input_text\",\"text\":\"Look \\\"here\\\"\\n\"},"
                        + "{\"type\":\"input_image\",\"detail\":\"auto\",\"image_url\":\"data:image/png;base64,QUJD\"},"
                        + "{\"type\":\"input_file\",\"filename\":\"a.pdf\","
                        + "\"file_data\":\"data:application/pdf;base64,QUJD\"}]}");
    }

    @Test
    void messagesOfTheDeveloperAndOfAnotherModelAreNeutral() {
        assertThat(encode(Message.of(Role.DEVELOPER, "Be nice")))
                .isEqualTo("{\"type\":\"message\",\"role\":\"developer\","
                        + "\"content\":[{\"type\":\"input_text\",\"text\":\"Be nice\"}]}");
        assertThat(encode(new Message("msg_x", Role.ASSISTANT, List.of(new Content.Text("Hi")), FOREIGN)))
                .isEqualTo("{\"type\":\"message\",\"role\":\"assistant\",\"content\":\"Hi\"}");
    }

    @Test
    void callsAndOutputsHaveTheirForms() {
        assertThat(encode(new Call("x", "c1", "t", Call.Form.FUNCTION, "{\"a\":1}", FOREIGN)))
                .isEqualTo(
                        "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"t\",\"arguments\":\"{\\\"a\\\":1}\"}");
        assertThat(encode(new Call("x", "c2", "t", Call.Form.FREEFORM, "free", Optional.empty())))
                .isEqualTo("{\"type\":\"custom_tool_call\",\"call_id\":\"c2\",\"name\":\"t\",\"input\":\"free\"}");
        assertThat(encode(output(Call.Form.FUNCTION, ToolOutput.error("No such file"))))
                .isEqualTo("{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"No such file\"}");
        assertThat(encode(output(
                        Call.Form.FREEFORM,
                        ToolOutput.of(new Content.Text("a"), new Content.Image("https://a.b/c.png")))))
                .isEqualTo("{\"type\":\"custom_tool_call_output\",\"call_id\":\"c\",\"output\":["
                        + "{\"type\":\"input_text\",\"text\":\"a\"},"
                        + "{\"type\":\"input_image\",\"detail\":\"auto\",\"image_url\":\"https://a.b/c.png\"}]}");
        assertThat(encode(output(Call.Form.FUNCTION, ToolOutput.of(new Content.Text("a"), new Content.Text("b")))))
                .isEqualTo("{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"a\\nb\"}");
    }

    @Test
    void theServicesOwnFormGoesBackAsItCameWithoutNullsAndOutputOnlyMembers() {
        String json = "{ \"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\","
                + "\"phase\":null,\"created_by\":{\"x\":[1]},\"content\":[{\"type\":\"output_text\",\"text\":\"é\\u00e9\","
                + "\"annotations\":[],\"logprobs\":[],\"extra\":null}]}";
        assertThat(encode(new Message("msg_1", Role.ASSISTANT, List.of(), own(json))))
                .isEqualTo(
                        "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\","
                                + "\"content\":[{\"type\":\"output_text\",\"text\":\"éé\",\"annotations\":[],\"logprobs\":[]}]}");
    }

    @Test
    void nullsThatTheDescriptionRequiresAndNumbersStayAsTheyAre() {
        String json = "{\"id\":\"ci_1\",\"type\":\"code_interpreter_call\",\"status\":\"completed\",\"code\":\"x\","
                + "\"container_id\":\"c\",\"outputs\":null}";
        assertThat(encode(hosted(json))).isEqualTo(json);
        String numbers = "{\"type\":\"mcp_list_tools\",\"id\":\"m\",\"server_label\":\"s\",\"tools\":[{\"name\":\"t\","
                + "\"input_schema\":{\"maximum\":1.50,\"default\":null,\"x\":12345678901234567890}}]}";
        assertThat(encode(hosted(numbers))).isEqualTo(numbers);
    }

    @Test
    void whatOnlyAnotherServiceCanReadIsLeftOutAndReported() {
        assertThat(encode(new ModelItem.Reasoning("r", "s", "t", FOREIGN))).isEmpty();
        assertThat(encode(new ModelItem.Hosted(new HostedItem.Unknown("i", "server_tool_use", "", "{}"), FOREIGN)))
                .isEmpty();
        record Novelty(Optional<Opaque> opaque) implements ModelItem {}
        assertThat(encode(new Novelty(Optional.empty()))).isEmpty();
        assertThat(reports)
                .containsExactly(
                        "reasoning of another provider: only its own service can read it; it was left out",
                        "item server_tool_use of another provider: only its own service can read it; it was left out",
                        "item of type Novelty: this wire does not know it; it was left out");
    }

    @Test
    void halvesOfCharactersAreReplaced() {
        assertThat(encode(Message.of(Role.USER, "a\uD83D")))
                .isEqualTo("{\"type\":\"message\",\"role\":\"user\",\"content\":["
                        + "{\"type\":\"input_text\",\"text\":\"a\uFFFD\"}]}");
        assertThat(CleanText.of("\uDE00x\uD83D\uDE00\uD83D\uD83D\uDE00"))
                .isEqualTo("\uFFFDx\uD83D\uDE00\uFFFD\uD83D\uDE00");
        assertThat(encode(new Message(
                        "m",
                        Role.ASSISTANT,
                        List.of(),
                        own("{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"completed\","
                                + "\"content\":[{\"type\":\"refusal\",\"refusal\":\"\\ud83d\"}]}"))))
                .contains("\"refusal\":\"\uFFFD\"");
    }

    private String encode(ModelItem item) {
        ByteOutput out = new ByteOutput(16);
        new ItemEncoder(ResponsesModelProvider.ID)
                .append(item, false, out, (what, why) -> reports.add(what + ": " + why));
        String json = out.toString(StandardCharsets.UTF_8);
        encoded.add(json);
        return json;
    }

    private static ModelItem output(Call.Form form, ToolOutput output) {
        return new CallOutput("c", form, output, Optional.empty());
    }

    private static ModelItem hosted(String json) {
        return new ModelItem.Hosted(new HostedItem.Unknown("", "", "", json), own(json));
    }

    private static Optional<Opaque> own(String json) {
        return Optional.of(new Opaque(ResponsesModelProvider.ID, json));
    }
}

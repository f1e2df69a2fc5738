package dev.agentloop.runtime.model.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.runtime.model.FaultServer;
import dev.agentloop.runtime.model.OpenAiSchema;
import dev.agentloop.runtime.model.SampleStreams;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.JsonSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests, and the table of events, against the official description. */
class RequestSchemaRecordingsTest {
    // Files cited without a file_id: the recorded answers themselves break the description.
    private static final List<String> INVALID_AS_RECORDED = List.of("file-search");

    @BeforeEach
    void thereIsADescription() {
        OpenAiSchema.assumeAvailable();
    }

    @Test
    void theCheckItselfFindsFaults() {
        OpenAiSchema.assertValidRequest(bytes("{\"model\":\"m\",\"input\":\"Hello\"}"));
        for (String wrong : List.of(
                "{\"model\":\"m\",\"input\":[{\"type\":\"function_call\",\"name\":\"t\",\"arguments\":\"{}\"}]}",
                "{\"model\":\"m\",\"input\":7}",
                "{\"model\":\"m\",\"input\":[{\"type\":\"message\",\"role\":\"assistant\",\"status\":\"completed\","
                        + "\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}]}",
                "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"function\",\"name\":\"t\"}]}",
                "{\"model\":\"m\",\"input\":\"x\",\"reasoning\":{\"effort\":\"huge\"}}")) {
            assertThatThrownBy(() -> OpenAiSchema.assertValidRequest(bytes(wrong)))
                    .as(wrong)
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void aRequestWithEverythingIsValid() throws Exception {
        try (FaultServer server = FaultServer.answering(FaultServer.stream(SampleStreams.text("Hi")))) {
            ResponsesModelProvider provider = Requests.provider(Requests.endpoint(server)
                    .model(new ModelInfo("test-model", 1000, 100, true, false))
                    .build());
            for (ReasoningEffort effort : ReasoningEffort.values()) {
                Requests.readAll(provider.open(ModelRequest.builder("test-model")
                        .instructions("Be brief")
                        .tools(Requests.TOOLS)
                        .hostedTools(List.of(
                                HostedTool.webSearch(), HostedTool.codeInterpreter(), HostedTool.imageGeneration()))
                        .effort(Optional.of(effort))
                        .outputSchema(Optional.of(new JsonSchema("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":"
                                + "\"string\"}},\"required\":[\"a\"],\"additionalProperties\":false}")))
                        .input(List.of(Requests.user("Hello")))
                        .cacheKey("session-1")
                        .build()));
            }
            for (FaultServer.Request request : server.requests()) {
                OpenAiSchema.assertValidRequest(request.body());
            }
            assertThat(server.requests().get(4).bodyText())
                    .contains(
                            "\"parallel_tool_calls\":false",
                            "{\"type\":\"custom\",\"name\":\"apply_patch\",\"description\":\"Changes files\","
                                    + "\"format\":{\"type\":\"grammar\",\"syntax\":\"lark\",\"definition\":\"start: /.+/\"}}",
                            "{\"type\":\"web_search\"}",
                            "\"reasoning\":{\"effort\":\"high\"},\"text\":{\"format\":{\"type\":\"json_schema\","
                                    + "\"name\":\"output\",\"schema\":{\"type\":\"object\"",
                            "\"strict\":true}},\"prompt_cache_key\":\"session-1\"}");
        }
    }

    @Test
    void recordedAnswersCanBeSentBack() throws Exception {
        List<String> invalid = new ArrayList<>();
        int checked = 0;
        for (Path stream : new ResponsesStreamsRecordingsTest().streams().toList()) {
            List<ModelItem> input = new ArrayList<>(List.of(Requests.user("Go on")));
            input.addAll(Parsing.of(Files.readAllBytes(stream)).items());
            byte[] body = body(Requests.session(input));
            try {
                OpenAiSchema.assertValidRequest(body);
                checked++;
            } catch (AssertionError e) {
                invalid.add(stream.getFileName().toString());
            }
        }
        assertThat(invalid).allMatch(name -> INVALID_AS_RECORDED.stream().anyMatch(name::contains));
        assertThat(checked).isGreaterThanOrEqualTo(28);
    }

    @Test
    void everyEventOfTheDescriptionIsKnown() throws Exception {
        JsonNode definitions = WireJson.tree(OpenAiSchema.text()).path("$defs");
        List<String> unknown = new ArrayList<>();
        int known = 0;
        JsonNode union = definitions.path("ResponseStreamEvent");
        for (JsonNode branch : union.has("anyOf") ? union.path("anyOf") : union.path("oneOf")) {
            String reference = branch.path("$ref").asText();
            JsonNode event = definitions.path(reference.substring(reference.lastIndexOf('/') + 1));
            for (JsonNode type : event.path("properties").path("type").path("enum")) {
                if (EventKind.of(type.asText()) == null) {
                    unknown.add(type.asText());
                } else {
                    known++;
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(known).isEqualTo(58);
    }

    private static byte[] body(ModelRequest request) throws Exception {
        okio.Buffer buffer = new okio.Buffer();
        new RequestWriter(ResponsesModelProvider.ID, ExtraParameters.NONE)
                .write(request, new Dialect(false, true, false, false, true), request.input(), Optional.empty())
                .writeTo(buffer);
        return buffer.readByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

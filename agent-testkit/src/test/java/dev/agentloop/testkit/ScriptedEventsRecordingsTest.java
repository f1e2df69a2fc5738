package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scripted event is what the service's own description allows. */
class ScriptedEventsRecordingsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> types = new HashSet<>();
    private static Schema schema;
    private static Schema chatSchema;

    static List<Arguments> scripts() {
        return List.of(
                script("text", Sse.text("Hello \uD83D\uDE00")),
                script("refusal", Sse.refusal("No.")),
                script("reasoning", Sse.reasoning("summary", "gAAA"), Sse.reasoningText("open"), Sse.text("Hi")),
                script("calls", Sse.call("call_1", "add", "{}"), Sse.call("call_2", "add", "{\"a\":1}")),
                script("custom call", Sse.customCall("call_1", "apply_patch", "*** Begin Patch")),
                script("usage", Sse.text("a"), Sse.usage(10, 5, 3, 1)),
                script("no usage", Sse.text("a"), Sse.withoutUsage()),
                script("failed", Sse.text("a"), Sse.failed("rate_limit_exceeded", "try again in 1.5s")),
                script("error", Sse.error("server_error", "broken")),
                script("incomplete", Sse.text("a"), Sse.incomplete("max_output_tokens")),
                script("web search", Sse.item("""
                                {"type":"web_search_call","status":"completed",
                                 "action":{"type":"search","query":"q","queries":["q"]}}""")),
                script("file search", Sse.item("""
                                {"type":"file_search_call","status":"completed","queries":["q"],"results":null}""")),
                script("code interpreter", Sse.item("""
                                {"type":"code_interpreter_call","status":"completed","container_id":"c",
                                 "code":"1+1","outputs":[]}""")),
                script("image generation", Sse.item("""
                                {"type":"image_generation_call","status":"completed","result":"aGk="}""")),
                script("remote MCP call", Sse.item("""
                                {"type":"mcp_call","status":"completed","server_label":"s","name":"n",
                                 "arguments":"{}","output":"o","error":null}""")),
                script("compaction", Sse.item("{\"type\":\"compaction\",\"encrypted_content\":\"gAAA\"}")));
    }

    private static Arguments script(String name, Sse... words) {
        return Arguments.of(name, List.of(words));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void scriptedEventsFollowTheOfficialSchema(String name, List<Sse> words) throws Exception {
        for (Frame frame : ResponsesWire.INSTANCE.render(words, 1, "gpt-5.5")) {
            String text = new String(((Frame.Bytes) frame).bytes(), StandardCharsets.UTF_8);
            JsonNode event = WireClient.events(text).get(0);
            assertThat(types).contains(event.path("type").asText());
            assertThat(schema.validate(event)).as("%s", event).isEmpty();
        }
    }

    static List<Arguments> chatScripts() {
        return scripts().stream()
                .filter(script -> ((List<?>) script.get()[1])
                        .stream().noneMatch(word -> ((Sse) word).part() instanceof Part.Item))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chatScripts")
    void scriptedChunksFollowTheOfficialSchema(String name, List<Sse> words) throws Exception {
        for (Frame frame : ChatWire.INSTANCE.render(words, 1, "gpt-5.5")) {
            Frame.Bytes bytes = (Frame.Bytes) frame;
            if (!bytes.type().equals("[DONE]") && !bytes.type().equals("error")) {
                JsonNode chunk = WireClient.events(new String(bytes.bytes(), StandardCharsets.UTF_8))
                        .get(0);
                // The description marks what may be null in a way that JSON Schema does not know.
                chunk.path("choices").forEach(choice -> {
                    ((ObjectNode) choice).remove("logprobs");
                    if (choice.path("finish_reason").isNull()) {
                        ((ObjectNode) choice).put("finish_reason", "stop");
                    }
                });
                assertThat(chatSchema.validate(chunk)).as("%s", chunk).isEmpty();
            }
        }
    }

    @BeforeAll
    static void readSchema() throws IOException {
        String recordings = System.getProperty("agentloop.recordings");
        Assumptions.assumeTrue(recordings != null, "agentloop.recordings is not set");
        ObjectNode root = (ObjectNode) MAPPER.readTree(
                Path.of(recordings, "openai_schema", "openai.schema.json").toFile());
        root.path("$defs")
                .forEach(definition ->
                        types.add(definition.at("/properties/type/enum/0").asText()));
        schema = schema(root, "ResponseStreamEvent");
        chatSchema = schema(root, "CreateChatCompletionStreamResponse");
    }

    private static Schema schema(ObjectNode description, String definition) {
        ObjectNode root = description.deepCopy().put("$ref", "#/$defs/" + definition);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root);
    }
}

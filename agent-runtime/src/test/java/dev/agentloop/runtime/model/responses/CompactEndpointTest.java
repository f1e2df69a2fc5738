package dev.agentloop.runtime.model.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelCompaction;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What OpenAI Responses offers to shorten a conversation. */
@Timeout(60)
class CompactEndpointTest {
    private static final String ANSWER =
            "{\"id\":\"resp_1\",\"object\":\"response.compaction\",\"created_at\":1,\"output\":["
                    + "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"user\",\"status\":\"completed\",\"content\":"
                    + "[{\"type\":\"input_text\",\"text\":\"Hello\"}]},"
                    + "{\"type\":\"compaction\",\"id\":\"cmp_1\",\"encrypted_content\":\"AAAA\"}],"
                    + "\"usage\":{\"input_tokens\":30,\"output_tokens\":5,\"total_tokens\":35}}";

    @Test
    void theConversationGoesInAndAShortFormComesBack() throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start();
                ResponsesModelProvider provider = Requests.provider(able(server))) {
            server.respondHttp(200, Map.of("Content-Type", "application/json"), ANSWER)
                    .respond(Sse.text("Go on."));

            ModelCompaction compaction = provider.compact(Requests.hello()).orElseThrow();

            assertThat(server.requests().get(0).path()).isEqualTo("/v1/responses/compact");
            assertThat(server.requests().get(0).body())
                    .isEqualTo(
                            "{\"model\":\"test-model\",\"instructions\":\"Be brief\",\"prompt_cache_key\":\"session-1\","
                                    + "\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":"
                                    + "[{\"type\":\"input_text\",\"text\":\"Hello\"}]}]}");
            assertThat(compaction.usage()).isEqualTo(TokenUsage.of(30, 5));
            assertThat(compaction.items()).hasSize(2).first().isInstanceOf(ModelItem.Message.class);
            List<ModelItem> next = new ArrayList<>(compaction.items().subList(1, 2));
            next.add(Requests.user("Next"));
            Requests.readAll(provider.open(Requests.session(next)));
            assertThat(server.requests().get(1).at("/input/0"))
                    .isEqualTo("{\"type\":\"compaction\",\"id\":\"cmp_1\",\"encrypted_content\":\"AAAA\"}");
        }
    }

    @Test
    void theTriggerIsTheLastItemOfAnOrdinaryRequest() throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start();
                ResponsesModelProvider provider = Requests.provider(able(server))) {
            server.respond(Sse.item("{\"type\":\"compaction\",\"id\":\"cmp_1\",\"encrypted_content\":\"AAAA\"}"));

            List<ModelItem> answer = Requests.items(Requests.readAll(provider.open(Requests.session(
                    List.of(Requests.user("Hello"), provider.compactionTrigger().orElseThrow())))));

            assertThat(server.requests().get(0).at("/input/1")).isEqualTo("{\"type\":\"compaction_trigger\"}");
            assertThat(answer).hasSize(1).first().isInstanceOf(ModelItem.Hosted.class);
        }
    }

    @Test
    void aServiceThatCannotIsNotAsked() throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start();
                ResponsesModelProvider provider = Requests.provider(server.endpoint())) {
            assertThat(provider.compact(Requests.hello())).isEmpty();
            assertThat(provider.compactionTrigger()).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aRefusalKeepsItsKind() throws Exception {
        assertFailure(Reply.error(404, "not_found", "no such thing"), ModelException.Kind.NOT_FOUND);
        assertFailure(Reply.error(400, "context_length_exceeded", "too long"), ModelException.Kind.CONTEXT_WINDOW);
        assertFailure(Reply.http(200, "a page"), ModelException.Kind.PROTOCOL);
        assertFailure(Reply.http(200, "[]"), ModelException.Kind.PROTOCOL);
        assertFailure(Reply.http(200, "{\"output\":[]}"), ModelException.Kind.PROTOCOL);
    }

    private static void assertFailure(Reply reply, ModelException.Kind kind) throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start();
                ResponsesModelProvider provider = Requests.provider(able(server))) {
            server.respond(reply);
            assertThatThrownBy(() -> provider.compact(Requests.hello()))
                    .isInstanceOfSatisfying(
                            ModelException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(kind));
        }
    }

    @Test
    void recordedAnswersAreRead() throws Exception {
        String recordings = System.getProperty("agentloop.recordings", "");
        assumeTrue(!recordings.isEmpty(), "system property agentloop.recordings is not set");
        List<Path> files;
        try (var listed = Files.list(Path.of(recordings, "responses_compact"))) {
            files = listed.filter(file -> file.toString().endsWith(".json")).toList();
        }
        assertThat(files).hasSize(4);
        for (Path file : files) {
            try (ScriptedModelServer server = ScriptedModelServer.start();
                    ResponsesModelProvider provider = Requests.provider(able(server))) {
                server.respondHttp(200, Map.of("Content-Type", "application/json"), recordedAnswer(file));
                ModelCompaction compaction = provider.compact(Requests.hello()).orElseThrow();
                assertThat(compaction.items()).last().isInstanceOf(ModelItem.Hosted.class);
                assertThat(compaction.usage().outputTokens()).isPositive();
            }
        }
    }

    private static String recordedAnswer(Path file) throws IOException {
        return Json.tree(Files.readString(file)).path("response").toString();
    }

    private static ModelEndpoint able(ScriptedModelServer server) {
        return ModelEndpoint.responses(server.url())
                .apiKey(() -> "key")
                .serverCompaction(true)
                .build();
    }
}

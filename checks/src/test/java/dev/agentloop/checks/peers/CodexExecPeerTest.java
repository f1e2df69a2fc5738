package dev.agentloop.checks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.Agent;
import dev.agentloop.TurnRequest;
import dev.agentloop.headless.exec.ExecJsonWriter;
import dev.agentloop.headless.exec.ExecRun;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Codex and our engine do the same turn with the same scripted service: a command, a patch, an answer. What each sent,
 * wrote and reported is compared where it must agree.
 */
@Tag("npm-peers")
@Timeout(180)
class CodexExecPeerTest {
    /** A model that Codex itself gives the classic list of tools, not the code mode of its newer ones. */
    private static final String MODEL = "gpt-5.5";

    private static final String PROMPT = "Write the note.";
    private static final String PATCH =
            "*** Begin Patch\n*** Add File: note.txt\n+first line\n+second line\n*** End Patch\n";
    private static final List<String> SHARED_TOOLS =
            List.of("exec_command", "write_stdin", "apply_patch", "view_image");

    @TempDir
    Path folder;

    private record Outcome(List<RecordedRequest> requests, List<JsonNode> events, String note) {
        RecordedRequest request(int number) {
            return requests.get(number);
        }

        /** Types of the events, and of the item where there is one. Only Codex tells of a change before it is made. */
        List<String> eventTypes() {
            return events.stream()
                    .map(event -> event.path("type").asText()
                            + (event.has("item") ? " " + event.at("/item/type").asText() : ""))
                    .filter(type -> !type.equals("item.started file_change"))
                    .toList();
        }
    }

    @Test
    void bothSendTheSameFactsAndReportTheSameEvents() throws Exception {
        Outcome codex = codex();
        Outcome ours = ours();

        for (Outcome each : List.of(codex, ours)) {
            assertThat(each.requests()).hasSize(3).allSatisfy(CodexExecPeerTest::assertIsAStatelessStream);
            assertThat(each.requests().stream().map(request -> request.at("/prompt_cache_key")))
                    .as("one cache key for the whole conversation")
                    .containsOnly(each.request(0).at("/prompt_cache_key"));
            assertThat(each.request(0).toolNames()).containsAll(SHARED_TOOLS);
            assertThat(each.request(1).inputTypes()).endsWith("reasoning", "function_call", "function_call_output");
            assertThat(each.request(1).toolOutput("call_1")).contains("hello");
            assertThat(each.request(2).inputTypes()).endsWith("custom_tool_call", "custom_tool_call_output");
            assertThat(each.note()).isEqualTo("first line\nsecond line\n");
        }
        assertThat(typeOfPatchTool(ours)).isEqualTo(typeOfPatchTool(codex)).isEqualTo("custom");
        assertThat(ours.eventTypes()).isEqualTo(codex.eventTypes());
    }

    private static void assertIsAStatelessStream(RecordedRequest request) {
        assertThat(request.path()).isEqualTo("/v1/responses");
        assertThat(request.header("authorization")).contains("Bearer scripted-key");
        assertThat(request.header("accept")).contains("text/event-stream");
        assertThat(request.at("/model")).isEqualTo(MODEL);
        assertThat(request.at("/store")).isEqualTo("false");
        assertThat(request.at("/stream")).isEqualTo("true");
        assertThat(request.at("/include")).isEqualTo("[\"reasoning.encrypted_content\"]");
        assertThat(request.at("/parallel_tool_calls")).isEqualTo("true");
        assertThat(request.at("/prompt_cache_key")).isNotBlank();
        assertThat(request.inputTexts()).contains(PROMPT);
        assertThat(request.has("/previous_response_id")).isFalse();
    }

    private static String typeOfPatchTool(Outcome outcome) {
        RecordedRequest request = outcome.request(0);
        return request.at("/tools/" + request.toolNames().indexOf("apply_patch") + "/type");
    }

    private Outcome codex() throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("codex-workspace"));
        try (ScriptedModelServer server = scripted()) {
            List<JsonNode> events = new Codex(Files.createDirectory(folder.resolve("codex")))
                    .exec(server.url(), MODEL, workspace, PROMPT);
            return outcome(server, events, workspace);
        }
    }

    private Outcome ours() throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("our-workspace"));
        StringBuilder lines = new StringBuilder();
        try (ScriptedModelServer server = scripted();
                Agent agent = Agent.builder()
                        .endpoint(ModelEndpoint.responses(server.url())
                                .apiKey(() -> "scripted-key")
                                .model(new ModelInfo(MODEL, 272_000, 128_000, true, true))
                                .build())
                        .model(MODEL)
                        .workingDirectory(workspace)
                        .sandbox(SandboxPolicy.dangerFullAccess())
                        .sandboxProvider("none")
                        .build()) {
            assertThat(new ExecRun(agent, new ExecJsonWriter(lines)).run(TurnRequest.text(PROMPT)))
                    .isZero();
            return outcome(server, Codex.parse(lines.toString().lines().toList()), workspace);
        }
    }

    private static Outcome outcome(ScriptedModelServer server, List<JsonNode> events, Path workspace) throws Exception {
        server.assertScriptFinished();
        server.assertPrefixStable();
        List<RecordedRequest> requests = server.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
        return new Outcome(requests, events, Files.readString(workspace.resolve("note.txt")));
    }

    private static ScriptedModelServer scripted() {
        return ScriptedModelServer.start()
                .respond(
                        Sse.reasoning("I look around first.", "ENCRYPTED"),
                        Sse.call("call_1", "exec_command", "{\"cmd\":\"echo hello\"}"))
                .respond(Sse.customCall("call_2", "apply_patch", PATCH))
                .respond(Sse.text("The note is written."));
    }
}

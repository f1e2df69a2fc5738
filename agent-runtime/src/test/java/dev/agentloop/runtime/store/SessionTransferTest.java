package dev.agentloop.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.SessionConflictException;
import dev.agentloop.SessionOptions;
import dev.agentloop.TokenUsage;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.ImportedSession;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionTransfer;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.testkit.ScriptedModelProvider;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTransferTest {
    private static final SessionId ID = SessionId.of("s");
    private static final Instant T0 = Instant.parse("2026-01-01T12:30:15.123456789Z");

    private final MemorySessionStore store = new MemorySessionStore();
    private final MemorySessionStore other = new MemorySessionStore();

    @Test
    void aBranchComesBackWithItsAncestorsRecordForRecord() throws IOException {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("a1").text("a2").text("b2").text("b3");
        SessionId branchId;
        try (Agent agent = agent(model, store);
                AgentSession session = agent.startSession()) {
            ForkPoint afterFirst = ForkPoint.afterTurn(session.run("q1").turnId());
            session.run("q2");
            try (AgentSession branch = agent.forkSession(session.id(), afterFirst, SessionOptions.ofDefaults())) {
                branchId = branch.id();
                branch.run("needle");
            }
        }
        String lines = export(store, branchId);

        ImportedSession imported = SessionTransfer.importFrom(other, new StringReader(lines));

        assertThat(imported)
                .isEqualTo(new ImportedSession(branchId, all(store, branchId).size(), List.of()));
        assertThat(all(other, branchId)).isEqualTo(all(store, branchId));
        assertThat(other.metadata(branchId)).isEqualTo(store.metadata(branchId));
        assertThat(new SessionReader(other).read(branchId)).isEqualTo(new SessionReader(store).read(branchId));
        assertThat(other.search("needle", 10)).extracting(SearchHit::sequence).containsExactly(2L);
        assertThat(usage(other, branchId)).isEqualTo(usage(store, branchId)).isNotEqualTo(TokenUsage.NONE);
        assertThat(export(other, branchId)).isEqualTo(lines);
        assertThat(lines).doesNotContain("q2");
        try (Agent agent = agent(model, other);
                AgentSession session = agent.resumeSession(branchId)) {
            session.run("q3");
        }
        assertThat(model.requests().get(3).input())
                .hasSize(model.requests().get(2).input().size() + 2);
    }

    @Test
    void anythingAStoreHoldsComesBack() throws IOException {
        List<RolloutRecord> strange = List.of(
                new RolloutRecord(1, T0, "from.the_future", 99, "{ \"b\":1, \"a\": [1.0, 1e5], \"é\":\"\\u00e9😀\" }"),
                new RolloutRecord(2, T0, "a\"b,\"record\":\\", 1, "{}"),
                new RolloutRecord(3, T0, "lines", 1, "{\n\"a\":1}"),
                new RolloutRecord(4, T0, "text", -1, "no json"),
                new RolloutRecord(5, T0, "item", 1, ""));
        store.create(ID, new SessionMetadata(Optional.of(SessionId.of("p")), 0, "\"la,\nbel\"", "/w", "m", T0));
        store.create(SessionId.of("p"), new SessionMetadata(Optional.empty(), 0, "", "", "", T0));
        store.append(ID, 1, strange);

        SessionTransfer.importFrom(other, new StringReader(export(store, ID)));

        assertThat(all(other, ID)).isEqualTo(strange);
        assertThat(other.metadata(ID)).isEqualTo(store.metadata(ID));
    }

    @Test
    void aRepeatedImportIsHarmlessAndAnotherHistoryIsAConflict() throws IOException {
        store.create(ID, new SessionMetadata(Optional.empty(), 0, "", "", "", T0));
        store.append(ID, 1, List.of(new RolloutRecord(1, T0, "item", 1, "{\"n\":1}")));
        String lines = export(store, ID);
        SessionTransfer.importFrom(store, new StringReader(lines));

        assertThat(all(store, ID)).hasSize(1);
        assertThatThrownBy(
                        () -> SessionTransfer.importFrom(store, new StringReader(lines.replace("\"n\":1", "\"n\":2"))))
                .isInstanceOf(SessionConflictException.class);
    }

    @Test
    void aLastLineThatWasCutOffIsLeftOut() throws IOException {
        store.create(ID, new SessionMetadata(Optional.empty(), 0, "", "", "", T0));
        store.append(
                ID,
                1,
                List.of(new RolloutRecord(1, T0, "item", 1, "{\"n\":1}"), new RolloutRecord(2, T0, "item", 1, "{}")));
        String lines = export(store, ID);

        ImportedSession imported =
                SessionTransfer.importFrom(other, new StringReader(lines.substring(0, lines.length() - 5)));

        assertThat(imported).isEqualTo(new ImportedSession(ID, 1, List.of("Line 3, the last one, is not whole")));
    }

    @Test
    void aLineThatIsNotUnderstoodIsNumbered() {
        assertNotUnderstood("", "Line 1 is missing");
        assertNotUnderstood("hello\n", "Line 1 is not understood");
        assertNotUnderstood("{\"sequence\":1}\n", "Line 1 is not understood: it is no session");
        assertNotUnderstood(
                "{\"type\":\"session\",\"version\":2,\"id\":\"s\"}\n",
                "Line 1 is not understood: it has version 2, this library knows 1");
        assertNotUnderstood(
                "{\"type\":\"session\",\"version\":1,\"id\":\"s\",\"created_at\":\"" + T0 + "\"}\n[]\n{}\n",
                "Line 2 is not understood: it is no JSON object");
    }

    private void assertNotUnderstood(String lines, String message) {
        assertThatThrownBy(() -> SessionTransfer.importFrom(other, new StringReader(lines)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aRolloutOfCodexBecomesASession() throws IOException {
        ImportedSession imported;
        try (Reader in = codexFixture()) {
            imported = SessionTransfer.importFrom(store, in);
        }

        assertThat(imported.id()).isEqualTo(SessionId.of("0199-codex"));
        assertThat(imported.leftOut())
                .containsExactly("Line 19, the last one, is not whole", "1 item(s) of type ghost_snapshot");
        assertThat(store.metadata(imported.id()))
                .hasValue(new SessionMetadata(
                        Optional.empty(), 0, "", "/srv/app", "gpt-x", Instant.parse("2026-01-02T03:04:05Z")));
        ReadSession read = new SessionReader(store).read(imported.id());
        assertThat(read.openTurn()).isEmpty();
        assertThat(read.usage()).isEqualTo(new TokenUsage(30, 5, 0, 7, 2));
        assertThat(read.items().stream().map(SessionTransferTest::view))
                .containsExactly(
                        "user: Say hello",
                        "reasoning: Think",
                        "exec_command {\"cmd\":\"echo hello\"} -> hello",
                        "agent: Done.",
                        "user: Again");
        assertThat(read.history().stream().map(SessionTransferTest::view))
                .containsExactly(
                        "DEVELOPER <permissions>none</permissions>",
                        "USER Say hello",
                        "USER A summary of it",
                        "USER Again");
        assertThat(store.search("hello", 10)).extracting(SearchHit::sequence).containsExactly(3L);
    }

    @Test
    void anImportedRolloutGoesOn() throws IOException {
        ScriptedModelProvider model = ScriptedModelProvider.script().text("Here I am.");
        try (Reader in = codexFixture();
                Agent agent = agent(model, store)) {
            SessionId id = SessionTransfer.importFrom(store, in).id();
            try (AgentSession session = agent.resumeSession(
                    id, SessionOptions.builder().workingDirectory(Path.of("/")).build())) {
                assertThat(session.run("Are you there?").finalMessage()).isEqualTo("Here I am.");
            }
        }
        assertThat(model.requests().get(0).input().stream().map(SessionTransferTest::view))
                .contains("USER Again")
                .endsWith("USER Are you there?");
    }

    @Test
    void aRecordedRolloutOfCodexIsReadWhole() throws IOException {
        String recordings = System.getProperty("agentloop.recordings", "");
        assumeTrue(!recordings.isEmpty(), "system property agentloop.recordings is not set");
        ImportedSession imported;
        try (Reader in =
                Files.newBufferedReader(Path.of(recordings, "trajectories", "codex-0.58-rollout-chatbot-ui.jsonl"))) {
            imported = SessionTransfer.importFrom(store, in);
        }

        assertThat(imported.leftOut()).containsExactly("1 item(s) of type ghost_snapshot");
        ReadSession read = new SessionReader(store).read(imported.id());
        assertThat(read.openTurn()).isEmpty();
        assertThat(read.history().stream().filter(ModelItem.Call.class::isInstance))
                .hasSize(39);
        assertThat(read.history().stream().filter(ModelItem.CallOutput.class::isInstance))
                .hasSize(39);
        assertThat(read.history().stream().filter(ModelItem.Reasoning.class::isInstance))
                .hasSize(38);
        assertThat(read.items().stream().filter(TurnItem.UserMessage.class::isInstance))
                .hasSize(1);
        assertThat(read.usage().totalTokens()).isPositive();
        assertThat(store.search("lmstudio ollama", 10)).hasSize(1);
    }

    private static Reader codexFixture() {
        return new InputStreamReader(
                Objects.requireNonNull(SessionTransferTest.class.getResourceAsStream("codex-rollout.jsonl")),
                StandardCharsets.UTF_8);
    }

    private static String view(TurnItem item) {
        if (item instanceof TurnItem.UserMessage user) {
            return "user: " + user.input().text();
        }
        if (item instanceof TurnItem.AgentMessage agent) {
            return "agent: " + agent.text();
        }
        if (item instanceof TurnItem.Reasoning reasoning) {
            return "reasoning: " + reasoning.summary();
        }
        TurnItem.ToolInvocation call = (TurnItem.ToolInvocation) item;
        return call.toolName() + " " + call.argumentsJson() + " -> "
                + call.output().orElseThrow().text();
    }

    private static String view(ModelItem item) {
        ModelItem.Message message = (ModelItem.Message) item;
        return message.role() + " " + message.text();
    }

    private static Agent agent(ScriptedModelProvider model, SessionStore store) {
        return Agent.builder()
                .discovery(Discovery.NONE)
                .modelProvider(model)
                .model("scripted")
                .sandbox(SandboxPolicy.readOnly())
                .sessionStore(store)
                .build();
    }

    private static String export(SessionStore store, SessionId id) throws IOException {
        StringWriter out = new StringWriter();
        SessionTransfer.exportTo(store, id, out);
        return out.toString();
    }

    private static List<RolloutRecord> all(SessionStore store, SessionId id) {
        return new ArrayList<>(store.read(id, 1, 10_000).records());
    }

    private static TokenUsage usage(SessionStore store, SessionId id) {
        return store.list(SessionQuery.newest(100)).sessions().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow()
                .usage();
    }
}

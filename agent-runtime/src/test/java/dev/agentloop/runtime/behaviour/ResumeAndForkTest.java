package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.SessionConflictException;
import dev.agentloop.SessionNotFoundException;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnId;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.store.MemorySessionStore;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionSnapshot;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ResumeAndForkTest {
    private final MemorySessionStore store = new MemorySessionStore();

    @Test
    void aResumedSessionSendsTheSameBytesAsOneThatWasNeverClosed() {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            scriptTurns(server);
            SessionId id;
            try (Agent agent = overHttp(server);
                    AgentSession session = agent.startSession()) {
                id = session.id();
                session.run("one");
            }
            try (Agent agent = overHttp(server);
                    AgentSession session = agent.resumeSession(id)) {
                assertThat(session.snapshot().items()).hasSize(4);
                session.run("two");
            }
            server.assertPrefixStable();
            server.assertScriptFinished();
        }
    }

    @Test
    void aForkSendsTheParentsPrefixAndLeavesTheParentAlone() {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            scriptTurns(server);
            server.respond(Sse.text("parent goes on"));
            try (Agent agent = overHttp(server);
                    AgentSession session = agent.startSession()) {
                session.run("one");
                String before = input(last(server));
                try (AgentSession branch =
                        agent.forkSession(session.id(), ForkPoint.end(), SessionOptions.ofDefaults())) {
                    branch.run("two");
                    assertThat(input(last(server))).startsWith(before.substring(0, before.length() - 1));
                }
                session.run("other");
                assertThat(last(server).body()).contains("other").doesNotContain("\"two\"");
            }
        }
    }

    @Test
    void aForkAfterATurnKeepsNothingLater() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("a1").text("a2").text("b2");
        try (Agent agent = Agents.with(model).sessionStore(store).build();
                AgentSession session = agent.startSession()) {
            TurnId first = session.run("q1").turnId();
            session.run("q2");
            try (AgentSession branch =
                    agent.forkSession(session.id(), ForkPoint.afterTurn(first), SessionOptions.ofDefaults())) {
                assertThat(branch.run("q3").finalMessage()).isEqualTo("b2");
            }
            assertThatThrownBy(() -> agent.forkSession(
                            session.id(), ForkPoint.afterTurn(new TurnId("nope")), SessionOptions.ofDefaults()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nope");
        }
        assertThat(texts(model.requests().get(2).input()))
                .contains("q1", "a1", "q3")
                .doesNotContain("q2", "a2");
    }

    @Test
    void aForkInTheMiddleOfACallAnswersTheCall() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", "echo", "{}")
                .text("done")
                .text("branch");
        try (Agent agent = Agents.with(model)
                        .tools(Agents.echo())
                        .sessionStore(store)
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            long afterCall = sequenceOf(session.id(), "tool_started");
            try (AgentSession branch =
                    agent.forkSession(session.id(), ForkPoint.afterSequence(afterCall), SessionOptions.ofDefaults())) {
                branch.run("and now");
            }
        }
        List<ModelItem> input = model.requests().get(2).input();
        assertThat(input.stream().filter(ModelItem.Call.class::isInstance)).hasSize(1);
        assertThat(input.stream().filter(ModelItem.CallOutput.class::isInstance))
                .hasSize(1);
    }

    @Test
    void anUnknownSessionIsNamed() {
        try (Agent agent =
                Agents.with(ScriptedModelProvider.script()).sessionStore(store).build()) {
            assertThatThrownBy(() -> agent.resumeSession(SessionId.of("ses_missing")))
                    .isInstanceOf(SessionNotFoundException.class)
                    .hasMessageContaining("ses_missing");
        }
    }

    @Test
    void theOlderOfTwoWritersIsFenced() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("1").text("2").text("3").text("4");
        try (Agent agent = Agents.with(model).sessionStore(store).build();
                AgentSession older = agent.startSession()) {
            older.run("a");
            try (AgentSession newer = agent.resumeSession(older.id())) {
                newer.run("b");
                assertThatThrownBy(() -> older.run("c"))
                        .isInstanceOf(TurnFailedException.class)
                        .hasCauseInstanceOf(SessionConflictException.class);
                assertThat(newer.run("d").status()).isEqualTo(TurnStatus.COMPLETED);
            }
        }
    }

    @Test
    void aToolThatHadStartedWhenTheProcessDiedIsNotRunAgain() {
        assertRunsAfterCrash(0, "effects unknown", new ToolSpec.Trait[0]);
    }

    @Test
    void aReadOnlyToolThatHadStartedIsRunAgain() {
        assertRunsAfterCrash(1, "ran", ToolSpec.Trait.READ_ONLY);
    }

    @Test
    void anIdempotentToolThatHadStartedIsRunAgain() {
        assertRunsAfterCrash(1, "ran", ToolSpec.Trait.IDEMPOTENT);
    }

    private void assertRunsAfterCrash(int runsAfter, String told, ToolSpec.Trait... traits) {
        AtomicInteger runs = new AtomicInteger();
        ToolHandler tool = Agents.tool(
                "work",
                (call, context) -> {
                    runs.incrementAndGet();
                    return ToolOutput.text("ran");
                },
                traits);
        SessionId crashed = crashedAfter("tool_started", tool);
        runs.set(0);
        ScriptedModelProvider model = ScriptedModelProvider.script().text("recovered");
        try (Agent agent = Agents.with(model).tools(tool).sessionStore(store).build();
                AgentSession session = agent.resumeSession(crashed)) {
            assertThat(session.snapshot().status()).isEqualTo(SessionSnapshot.Status.SUSPENDED);
            assertThat(session.continueTurn().await().finalMessage()).isEqualTo("recovered");
        }
        assertThat(runs).hasValue(runsAfter);
        assertThat(output(model)).contains(told);
    }

    @Test
    void aCallThatHadNotStartedIsRunAndAStoredResultIsSent() {
        AtomicInteger runs = new AtomicInteger();
        ToolHandler tool = Agents.tool("work", (call, context) -> {
            runs.incrementAndGet();
            return ToolOutput.text("ran");
        });
        SessionId notStarted = crashedBefore("tool_started", tool);
        runs.set(0);
        ScriptedModelProvider model = ScriptedModelProvider.script().text("recovered");
        try (Agent agent = Agents.with(model).tools(tool).sessionStore(store).build();
                AgentSession session = agent.resumeSession(notStarted)) {
            session.continueTurn().await();
        }
        assertThat(runs).hasValue(1);
        assertThat(output(model)).isEqualTo("ran");
    }

    @Test
    void aNewTurnAfterACrashTellsTheModelThatTheCallHasNoOutcome() {
        ToolHandler tool = Agents.tool("work", (call, context) -> ToolOutput.text("ran"));
        SessionId crashed = crashedAfter("tool_started", tool);
        ScriptedModelProvider model = ScriptedModelProvider.script().text("ok").text("again");
        try (Agent agent = Agents.with(model).tools(tool).sessionStore(store).build();
                AgentSession session = agent.resumeSession(crashed)) {
            assertThat(session.run("something else").finalMessage()).isEqualTo("ok");
        }
        assertThat(output(model)).contains("effects unknown");
        try (Agent agent = Agents.with(model).tools(tool).sessionStore(store).build();
                AgentSession session = agent.resumeSession(crashed)) {
            assertThat(session.snapshot().status()).isEqualTo(SessionSnapshot.Status.IDLE);
            assertThat(session.run("more").finalMessage()).isEqualTo("again");
        }
    }

    @Test
    void everythingThePersonSawIsThereAfterResume() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "publish", "{}").text("done");
        SessionId id;
        List<TurnItem> before;
        try (Agent agent = Agents.with(model)
                        .tools(Agents.tool("publish", (call, context) -> {
                            context.publish(new TurnItem.PlanUpdate(
                                    "plan_1", "why", List.of(new TurnItem.PlanUpdate.Step("do it", "pending"))));
                            return ToolOutput.text("published");
                        }))
                        .sessionStore(store)
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            id = session.id();
            before = session.snapshot().items();
        }
        try (Agent agent = Agents.with(model).sessionStore(store).build();
                AgentSession session = agent.resumeSession(id)) {
            assertThat(session.snapshot().items())
                    .usingRecursiveComparison()
                    .ignoringFields("duration", "id")
                    .isEqualTo(before);
        }
    }

    @Test
    void compactingKeepsTheUsersWordsAndTheSummaryAndSurvivesResume() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .text("long answer")
                .text("SUMMARY")
                .text("after")
                .text("after resume");
        RecordingListener listener = new RecordingListener();
        SessionId id;
        try (Agent agent = Agents.with(model)
                        .sessionStore(store)
                        .listener(listener)
                        .build();
                AgentSession session = agent.startSession()) {
            id = session.id();
            session.run("the task");
            session.compact();
            session.run("go on");
        }
        List<String> compacted = texts(model.requests().get(2).input());
        assertThat(compacted).contains("the task", "go on").doesNotContain("long answer");
        assertThat(compacted).anyMatch(text -> text.contains("SUMMARY"));
        assertThat(listener.items(TurnItem.ContextCompaction.class)).hasSize(1);
        try (Agent agent = Agents.with(model).sessionStore(store).build();
                AgentSession session = agent.resumeSession(id)) {
            session.run("still there?");
        }
        List<ModelItem> before = model.requests().get(2).input();
        assertThat(model.requests().get(3).input().subList(0, before.size())).isEqualTo(before);
    }

    @Test
    void aResumedSessionSaysSo() {
        ScriptedModelProvider model = ScriptedModelProvider.script().text("a");
        RecordingListener listener = new RecordingListener();
        try (Agent agent = Agents.with(model).sessionStore(store).build()) {
            SessionId id;
            try (AgentSession session = agent.startSession()) {
                session.run("q");
                id = session.id();
            }
            agent.resumeSession(id, SessionOptions.builder().listener(listener).build())
                    .close();
        }
        assertThat(((AgentEvent.SessionStarted) listener.events().get(0)).origin())
                .isEqualTo(AgentEvent.SessionStarted.Origin.RESUMED);
    }

    private SessionId crashedAfter(String type, ToolHandler tool) {
        return copyUpTo(type, tool, true);
    }

    private SessionId crashedBefore(String type, ToolHandler tool) {
        return copyUpTo(type, tool, false);
    }

    /** What a store holds when the process dies right after (or before) a record was written. */
    private SessionId copyUpTo(String type, ToolHandler tool, boolean including) {
        SessionId whole;
        try (Agent agent = Agents.with(ScriptedModelProvider.script()
                                .call("c1", "work", "{}")
                                .text("done"))
                        .tools(tool)
                        .sessionStore(store)
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            whole = session.id();
        }
        SessionId crashed = SessionId.of("crashed-" + whole.value());
        store.create(crashed, store.metadata(whole).orElseThrow());
        long last = sequenceOf(whole, type) - (including ? 0 : 1);
        List<RolloutRecord> records = store.read(whole, 1, (int) last).records();
        store.append(crashed, 1, records);
        return crashed;
    }

    private long sequenceOf(SessionId id, String type) {
        RecordPage page = store.read(id, 1, 1000);
        return page.records().stream()
                .filter(record -> record.type().equals(type))
                .findFirst()
                .orElseThrow()
                .sequence();
    }

    private static void scriptTurns(ScriptedModelServer server) {
        server.respond(Sse.reasoning("thinking", "ENCRYPTED"), Sse.call("c1", "echo", "{\"text\":\"ü\"}"))
                .respond(Sse.text("first"))
                .respond(Sse.text("second"));
    }

    private Agent overHttp(ScriptedModelServer server) {
        return Agent.builder()
                .discovery(Discovery.NONE)
                .endpoint(server.endpoint())
                .model(ScriptedModelServer.MODEL)
                .tools(Agents.echo())
                .sessionStore(store)
                .build();
    }

    private static RecordedRequest last(ScriptedModelServer server) {
        List<RecordedRequest> all = server.requests();
        return all.get(all.size() - 1);
    }

    /** The JSON text of the input array. */
    private static String input(RecordedRequest request) {
        String body = new String(request.bodyBytes(), StandardCharsets.UTF_8);
        int start = body.indexOf("\"input\":[") + "\"input\":".length();
        int depth = 0;
        boolean inText = false;
        for (int index = start; index < body.length(); index++) {
            char c = body.charAt(index);
            if (inText) {
                if (c == '\\') {
                    index++;
                } else if (c == '"') {
                    inText = false;
                }
            } else if (c == '"') {
                inText = true;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
                if (depth == 0) {
                    return body.substring(start, index + 1);
                }
            }
        }
        throw new AssertionError("No input array in " + body);
    }

    private static List<String> texts(List<ModelItem> items) {
        return items.stream()
                .filter(ModelItem.Message.class::isInstance)
                .map(item -> ((ModelItem.Message) item).text())
                .toList();
    }

    private static String output(ScriptedModelProvider model) {
        return model.requests().get(0).input().stream()
                .filter(ModelItem.CallOutput.class::isInstance)
                .map(item -> ((ModelItem.CallOutput) item).output().text())
                .findFirst()
                .orElseThrow();
    }
}

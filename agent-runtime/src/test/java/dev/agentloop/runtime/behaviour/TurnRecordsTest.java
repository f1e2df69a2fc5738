package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionStoreException;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnRequest;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionSnapshot;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a turn writes down, when, and what of it is found again. */
@Timeout(60)
class TurnRecordsTest {
    private final WatchedStore store = new WatchedStore();
    private final RecordingListener listener = new RecordingListener();

    record City(String name) {}

    @Test
    void aCommandThatEndsAfterItsTurnWritesNothing() throws Exception {
        StubbornSandbox sandbox = new StubbornSandbox();
        CountDownLatch toolIsBack = new CountDownLatch(1);
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "command", "{}").text("next");
        Agent.Builder builder = Agents.with(model)
                .sessionStore(store)
                .sandbox(SandboxPolicy.dangerFullAccess())
                .sandboxProvider(sandbox.provider())
                .tools(Agents.tool("command", (call, context) -> {
                    try {
                        context.commands().run(CommandSpec.of("true"));
                        return ToolOutput.text("late");
                    } finally {
                        toolIsBack.countDown();
                    }
                }));
        try (Agent agent = builder.build();
                Agent other = builder.build();
                AgentSession session = agent.startSession()) {
            TurnStream turn = session.stream("go");
            sandbox.awaitReached();
            session.interrupt();
            assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
            try (AgentSession resumed = other.resumeSession(session.id())) {
                sandbox.letGo();
                assertThat(toolIsBack.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(types(session.id())).endsWith("turn_ended").doesNotContain("turn_item");
                assertThat(resumed.run("again").finalMessage()).isEqualTo("next");
            }
        }
    }

    @Test
    void aTurnIsWrittenDownBeforeListenersLearnOfIt() {
        List<AgentEvent> before = new ArrayList<>();
        store.before(record -> {
            if (record.type().equals("turn_started")) {
                before.addAll(listener.events(AgentEvent.TurnStarted.class));
            }
        });
        ScriptedModelProvider model = ScriptedModelProvider.script().text("done");
        try (Agent agent =
                Agents.with(model).sessionStore(store).listener(listener).build()) {
            agent.run("go");
        }
        assertThat(before).isEmpty();
        assertThat(listener.events(AgentEvent.TurnStarted.class)).hasSize(1);
    }

    @Test
    void aTurnThatCannotBeWrittenDownHasBothItsEventsAllTheSame() {
        store.before(record -> {
            throw new SessionStoreException("disk full", null);
        });
        try (Agent agent = Agents.with(ScriptedModelProvider.script())
                .sessionStore(store)
                .listener(listener)
                .build()) {
            assertThatThrownBy(() -> agent.run("go"))
                    .isInstanceOf(TurnFailedException.class)
                    .hasCauseInstanceOf(SessionStoreException.class);
        }
        assertThat(listener.events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("SessionStarted", "TurnStarted", "TurnFailed");
    }

    @Test
    void aTurnGoesOnWithTheOutputAndTheEffortItBeganWith() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "guarded", "{}").text("{\"name\":\"Oslo\"}");
        Agent.Builder builder = Agents.with(model)
                .sessionStore(store)
                .tools(Agents.tool("guarded", (call, context) -> ToolOutput.text("ok"), ToolSpec.Trait.NEEDS_APPROVAL))
                .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer());
        SessionId id;
        try (Agent agent = builder.build();
                AgentSession session = agent.startSession()) {
            id = session.id();
            session.run(TurnRequest.builder()
                    .text("go")
                    .output(City.class)
                    .effort(ReasoningEffort.HIGH)
                    .build());
        }
        try (Agent agent = builder.build();
                AgentSession session = agent.resumeSession(id)) {
            session.answer(session.pendingApprovals().get(0).id(), ApprovalDecision.approve());
            TurnResult result = session.continueTurn().await();
            assertThat(result.structuredOutput(City.class)).isEqualTo(new City("Oslo"));
        }
        assertThat(model.requests())
                .extracting(ModelRequest::effort)
                .allSatisfy(effort -> assertThat(effort).contains(ReasoningEffort.HIGH));
        assertThat(model.requests().get(1).outputSchema())
                .isPresent()
                .isEqualTo(model.requests().get(0).outputSchema());
    }

    @Test
    void aTurnThatWasCutOffBeforeItsInputNeverBegan() {
        for (int kept = 1; kept <= 2; kept++) {
            SessionId crashed = cut(oneTurn(), "turn_started", kept);
            ScriptedModelProvider model = ScriptedModelProvider.script().text("next");
            try (Agent agent = Agents.with(model).sessionStore(store).build();
                    AgentSession session = agent.resumeSession(crashed)) {
                assertThat(session.snapshot().status()).isEqualTo(SessionSnapshot.Status.IDLE);
                assertThatThrownBy(session::continueTurn)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("no turn to go on with");
                session.run("again");
            }
            assertThat(userWords(model.requests().get(0))).containsExactly("again");
        }
    }

    @Test
    void aCompactionThatWasCutOffIsNotGoneOnWith() {
        SessionId whole = compactedSession();
        for (String last : List.of("turn_started", "compacted", "turn_item")) {
            int lastStart = types(whole).lastIndexOf("turn_started");
            SessionId crashed = cut(
                    whole, types(whole).subList(lastStart, types(whole).size()).indexOf(last) + lastStart + 1);
            ScriptedModelProvider model = ScriptedModelProvider.script().text("next");
            try (Agent agent = Agents.with(model).sessionStore(store).build();
                    AgentSession session = agent.resumeSession(crashed)) {
                assertThat(session.snapshot().status()).isEqualTo(SessionSnapshot.Status.IDLE);
                session.run("again");
            }
            assertThat(userWords(model.requests().get(0))).contains("go", "again");
        }
    }

    @Test
    void twoCallsWithOneIdAreToldApart() {
        AtomicInteger guarded = new AtomicInteger();
        AtomicInteger effects = new AtomicInteger();
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.call("c1", "guarded", "{}"), Sse.call("c1", "effect", "{}"))
                .text("done");
        try (Agent agent = Agents.with(model)
                        .sessionStore(store)
                        .tools(
                                Agents.tool(
                                        "guarded",
                                        (call, context) -> ToolOutput.text("guarded " + guarded.incrementAndGet()),
                                        ToolSpec.Trait.NEEDS_APPROVAL),
                                Agents.tool(
                                        "effect",
                                        (call, context) -> ToolOutput.text("effect " + effects.incrementAndGet())))
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = agent.startSession()) {
            assertThat(session.run("go").status()).isEqualTo(TurnStatus.SUSPENDED);
            session.answer(session.pendingApprovals().get(0).id(), ApprovalDecision.approve());
            session.continueTurn().await();
        }
        assertThat(model.requests().get(1).input().stream()
                        .filter(ModelItem.CallOutput.class::isInstance)
                        .map(item -> ((ModelItem.CallOutput) item).output().text()))
                .containsExactly("guarded 1", "effect 1");
    }

    @Test
    void twoAnswersToCallsWithOneIdServeOneEach() {
        AtomicInteger runs = new AtomicInteger();
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.call("c1", "guarded", "{}"), Sse.call("c1", "guarded", "{}"))
                .text("done");
        Agent.Builder builder = Agents.with(model)
                .sessionStore(store)
                .tools(Agents.tool(
                        "guarded",
                        (call, context) -> ToolOutput.text("run " + runs.incrementAndGet()),
                        ToolSpec.Trait.NEEDS_APPROVAL))
                .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer());
        SessionId id;
        try (Agent agent = builder.build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            id = session.id();
            session.pendingApprovals().forEach(question -> session.answer(question.id(), ApprovalDecision.approve()));
        }
        try (Agent agent = builder.build();
                AgentSession session = agent.resumeSession(id)) {
            assertThat(session.continueTurn().await().status()).isEqualTo(TurnStatus.COMPLETED);
        }
        assertThat(runs).hasValue(2);
    }

    private SessionId oneTurn() {
        try (Agent agent = Agents.with(ScriptedModelProvider.script().text("done"))
                        .sessionStore(store)
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            return session.id();
        }
    }

    private SessionId compactedSession() {
        try (Agent agent = Agents.with(
                                ScriptedModelProvider.script().text("done").text("SUMMARY"))
                        .sessionStore(store)
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            session.compact();
            return session.id();
        }
    }

    private SessionId cut(SessionId whole, String type, int kept) {
        return cut(whole, types(whole).indexOf(type) + kept);
    }

    private SessionId cut(SessionId whole, int kept) {
        SessionId crashed = SessionId.of("cut-" + kept + "-" + whole.value());
        store.create(crashed, store.metadata(whole).orElseThrow());
        store.append(crashed, 1, store.of(whole).subList(0, kept));
        return crashed;
    }

    private List<String> types(SessionId id) {
        return store.of(id).stream().map(RolloutRecord::type).toList();
    }

    private static List<String> userWords(ModelRequest request) {
        return request.input().stream()
                .filter(item -> item instanceof ModelItem.Message message
                        && message.role() == ModelItem.Role.USER
                        && !message.id().isEmpty())
                .map(item -> ((ModelItem.Message) item).text())
                .toList();
    }
}

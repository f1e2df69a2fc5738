package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnId;
import dev.agentloop.TurnStatus;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.store.MemorySessionStore;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSnapshot;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What came after a point is taken back by a new fact; nothing is deleted. */
@Timeout(60)
class RollbackTest {
    private final MemorySessionStore store = new MemorySessionStore();

    @Test
    void theModelDoesNotSeeWhatWasTakenBackAlsoAfterARestart() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("a1").text("a2").text("a3").text("a4");
        SessionId id;
        try (Agent agent = Agents.with(model).sessionStore(store).build();
                AgentSession session = agent.startSession()) {
            id = session.id();
            TurnId first = session.run("q1").turnId();
            session.run("q2");
            List<RolloutRecord> before = records(id);

            session.rollBack(ForkPoint.afterTurn(first));

            assertThat(spoken(session.snapshot())).containsExactly("q1", "a1");
            assertThat(records(id))
                    .startsWith(before.toArray(RolloutRecord[]::new))
                    .hasSize(before.size() + 1);
            session.run("q3");
            assertThat(texts(model, 2)).contains("q1", "a1", "q3").doesNotContain("q2", "a2");
            assertThat(model.requests().get(2).input().subList(0, 3))
                    .isEqualTo(model.requests().get(1).input().subList(0, 3));
        }
        try (Agent agent = Agents.with(model).sessionStore(store).build();
                AgentSession session = agent.resumeSession(id)) {
            assertThat(spoken(session.snapshot())).containsExactly("q1", "a1", "q3", "a3");
            session.run("q4");
            assertThat(texts(model, 3)).contains("q1", "a1", "q3", "a3", "q4").doesNotContain("q2", "a2");
        }
    }

    @Test
    void aRollbackCanItselfBeLeftBehindByAFork() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("a1").text("a2").text("a3");
        try (Agent agent = Agents.with(model).sessionStore(store).build();
                AgentSession session = agent.startSession()) {
            TurnId first = session.run("q1").turnId();
            session.run("q2");
            long end = session.snapshot().headSequence();
            session.rollBack(ForkPoint.afterTurn(first));
            session.rollBack(ForkPoint.afterSequence(0));
            assertThat(spoken(session.snapshot())).isEmpty();

            try (AgentSession branch =
                    agent.forkSession(session.id(), ForkPoint.afterSequence(end), SessionOptions.ofDefaults())) {
                assertThat(spoken(branch.snapshot())).containsExactly("q1", "a1", "q2", "a2");
            }
            try (AgentSession branch =
                    agent.forkSession(session.id(), ForkPoint.afterSequence(end + 1), SessionOptions.ofDefaults())) {
                assertThat(spoken(branch.snapshot())).containsExactly("q1", "a1");
            }
        }
    }

    @Test
    void aTurnThatWaitsForAnApprovalIsGivenUp() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .text("a1")
                .call("c1", "ask", "{}")
                .text("a3");
        try (Agent agent = Agents.with(model)
                        .sessionStore(store)
                        .tools(Agents.tool(
                                "ask", (call, context) -> ToolOutput.text("ran"), ToolSpec.Trait.NEEDS_APPROVAL))
                        .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                        .build();
                AgentSession session = agent.startSession()) {
            TurnId first = session.run("q1").turnId();
            assertThat(session.run("q2").status()).isEqualTo(TurnStatus.SUSPENDED);

            session.rollBack(ForkPoint.afterTurn(first));

            assertThat(session.pendingApprovals()).isEmpty();
            assertThat(session.snapshot().status()).isEqualTo(SessionSnapshot.Status.IDLE);
            assertThat(session.run("q3").finalMessage()).isEqualTo("a3");
            assertThat(texts(model, 2)).contains("q1", "q3").doesNotContain("q2");
        }
    }

    @Test
    void aPointThatIsNotInTheSessionChangesNothing() {
        try (Agent agent = Agents.with(ScriptedModelProvider.script().text("a1"))
                        .sessionStore(store)
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("q1");
            List<RolloutRecord> before = records(session.id());

            assertThatThrownBy(() -> session.rollBack(ForkPoint.afterSequence(99)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("99");

            assertThat(records(session.id())).isEqualTo(before);
        }
    }

    @Test
    void tokensAndWordsOfTurnsAreKeptWithTheSession() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("The needle is here").text("a2");
        SessionSnapshot open;
        try (Agent agent = Agents.with(model).sessionStore(store).build()) {
            try (AgentSession session = agent.startSession()) {
                TurnId first = session.run("find it").turnId();
                session.run("again");
                session.rollBack(ForkPoint.afterTurn(first));
                open = session.snapshot();
            }
            try (AgentSession resumed = agent.resumeSession(open.id())) {
                assertThat(resumed.snapshot().usage()).isEqualTo(open.usage());
            }
        }
        assertThat(open.usage().totalTokens()).isPositive();
        assertThat(store.list(SessionQuery.newest(1)).sessions().get(0).usage()).isEqualTo(open.usage());
        assertThat(store.search("Needle", 10)).extracting(SearchHit::excerpt).containsExactly("The needle is here");
    }

    private List<RolloutRecord> records(SessionId id) {
        return store.read(id, 1, 10_000).records();
    }

    private static List<String> spoken(SessionSnapshot snapshot) {
        return snapshot.items().stream()
                .map(item -> item instanceof TurnItem.UserMessage user
                        ? user.input().text()
                        : ((TurnItem.AgentMessage) item).text())
                .toList();
    }

    private static List<String> texts(ScriptedModelProvider model, int request) {
        return model.requests().get(request).input().stream()
                .filter(ModelItem.Message.class::isInstance)
                .map(item -> ((ModelItem.Message) item).text())
                .toList();
    }
}

package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnStatus;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionSnapshot;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process can die after each record; whatever is done then, no request has a call without its one output. */
@Timeout(60)
class CrashAtEveryRecordTest {
    private final WatchedStore store = new WatchedStore();
    private final AtomicInteger guardedRuns = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final ToolHandler[] tools = {
        Agents.echo(),
        Agents.tool(
                "guarded",
                (call, context) -> {
                    guardedRuns.incrementAndGet();
                    return ToolOutput.text("did it");
                },
                ToolSpec.Trait.NEEDS_APPROVAL,
                ToolSpec.Trait.IDEMPOTENT)
    };

    @Test
    void goingOn() {
        forEachRecord((agent, model, crashed, last) -> {
            try (AgentSession session = agent.resumeSession(crashed)) {
                goOn(session);
                session.run("more");
            }
        });
    }

    @Test
    void startingAnotherTurn() {
        forEachRecord((agent, model, crashed, last) -> {
            try (AgentSession session = agent.resumeSession(crashed)) {
                session.interrupt();
                assertThat(session.run("more").status()).isEqualTo(TurnStatus.COMPLETED);
            }
        });
    }

    @Test
    void branching() {
        forEachRecord((agent, model, crashed, last) -> {
            try (AgentSession session =
                    agent.forkSession(crashed, ForkPoint.afterSequence(last), SessionOptions.ofDefaults())) {
                assertThat(session.run("more").status()).isEqualTo(TurnStatus.COMPLETED);
            }
        });
    }

    @Test
    void anAnswerIsGoodForOneRun() {
        SessionId whole = wholeSession();
        List<RolloutRecord> records = store.of(whole);
        int answeredAt = indexOf(records, 0, "approval_answered");
        int startedAt = indexOf(records, answeredAt, "tool_started");
        SessionId crashed = cut(whole, startedAt + 1);
        asked.set(0);
        ScriptedModelProvider model = ScriptedModelProvider.script().text("end");
        try (Agent agent = agent(model);
                AgentSession session = agent.resumeSession(crashed)) {
            assertThat(session.continueTurn().await().status()).isEqualTo(TurnStatus.SUSPENDED);
        }
        assertThat(asked).hasValue(1);
    }

    private interface Use {
        void of(Agent agent, ScriptedModelProvider model, SessionId crashed, long last);
    }

    private void forEachRecord(Use use) {
        SessionId whole = wholeSession();
        int size = store.of(whole).size();
        assertThat(size).isGreaterThan(15);
        for (int last = 1; last <= size; last++) {
            SessionId crashed = cut(whole, last);
            ScriptedModelProvider model = ScriptedModelProvider.script().otherwise(request -> List.of(Sse.text("end")));
            try (Agent agent = agent(model)) {
                use.of(agent, model, crashed, last);
                try (AgentSession again = agent.resumeSession(crashed)) {
                    goOn(again);
                    again.run("once more");
                }
            }
            EveryCallIsAnsweredTest.assertCallsAnsweredOnce(model);
            assertThat(model.requests()).isNotEmpty();
        }
    }

    private static void goOn(AgentSession session) {
        while (session.snapshot().status() == SessionSnapshot.Status.SUSPENDED) {
            session.pendingApprovals().forEach(question -> session.answer(question.id(), ApprovalDecision.approve()));
            session.continueTurn().await();
        }
    }

    /** A turn with calls that run, fail and wait, that is answered, continued and followed by another. */
    private SessionId wholeSession() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(
                        Sse.reasoning("hm", "SECRET"),
                        Sse.call("c1", "guarded", "{}"),
                        Sse.call("c2", "echo", "{}"),
                        Sse.call("c3", "unknown", "{}"))
                .respond(Sse.text("half way"), Sse.call("c4", "echo", "{}"))
                .text("done")
                .text("bye");
        try (Agent agent = agent(model);
                AgentSession session = agent.startSession()) {
            assertThat(session.run("go").status()).isEqualTo(TurnStatus.SUSPENDED);
            assertThat(session.steer(UserInput.text("refused"))).isFalse();
            goOn(session);
            session.run("and then");
            return session.id();
        }
    }

    private Agent agent(ScriptedModelProvider model) {
        return Agents.with(model)
                .tools((Object[]) tools)
                .sessionStore(store)
                .approvals(ApprovalPolicy.onRequest(), request -> {
                    asked.incrementAndGet();
                    return ApprovalDecision.deferred();
                })
                .build();
    }

    private SessionId cut(SessionId whole, int last) {
        SessionId crashed = SessionId.of("cut-" + last + "-" + whole.value());
        store.create(crashed, store.metadata(whole).orElseThrow());
        store.append(crashed, 1, store.of(whole).subList(0, last));
        return crashed;
    }

    private static int indexOf(List<RolloutRecord> records, int from, String type) {
        for (int index = from; index < records.size(); index++) {
            if (records.get(index).type().equals(type)) {
                return index;
            }
        }
        throw new AssertionError("No " + type + " after " + from);
    }
}

package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.SessionOptions;
import dev.agentloop.runtime.store.MemorySessionStore;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.SessionId;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolOutput;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The request prefix is what the service's prompt cache lives on, so it must hold to the byte. */
@Timeout(240)
class PrefixTest {
    private static final int TOOL_TURNS = 200;

    @Test
    void everyRequestOfTwoHundredToolTurnsBeginsWithTheOneBeforeAlsoAfterResumeAndFork() {
        AtomicInteger sent = new AtomicInteger();
        try (ScriptedModelServer server = ScriptedModelServer.start();
                MemorySessionStore store = new MemorySessionStore()) {
            server.otherwise(request -> {
                int number = sent.incrementAndGet();
                return number % 50 == 0
                        ? Reply.of(
                                Sse.reasoning("thought " + number, "ENC" + number), Sse.text("answer \u20ac " + number))
                        : Reply.of(
                                Sse.reasoning("thought " + number, "ENC" + number),
                                Sse.call("call_" + number, "work", "{\"text\":\"\\\"" + number + "\\\"\"}"));
            });
            SessionId id;
            try (Agent agent = agent(server, store);
                    AgentSession session = agent.startSession()) {
                id = session.id();
                session.run("turn 1");
                session.run("turn 2");
            }
            try (Agent agent = agent(server, store)) {
                try (AgentSession resumed = agent.resumeSession(id)) {
                    resumed.run("turn 3 \ud83d\ude00");
                }
                SessionOptions sameCacheKeyIsNotNeeded = SessionOptions.ofDefaults();
                assertThat(server.requests()).hasSize(150);
                server.assertPrefixStable();
                try (AgentSession fork = agent.forkSession(id, ForkPoint.end(), sameCacheKeyIsNotNeeded)) {
                    fork.run("turn 4");
                }
            }
            assertThat(server.requests()).hasSize(TOOL_TURNS);
            server.assertPrefixStable();
        }
    }

    private static Agent agent(ScriptedModelServer server, MemorySessionStore store) {
        return Agent.builder()
                .discovery(Discovery.NONE)
                .endpoint(server.endpoint())
                .model(ScriptedModelServer.MODEL)
                .tools(Agents.tool("work", (call, context) -> ToolOutput.text("x".repeat(1000) + call.callId())))
                .sessionStore(store)
                .build();
    }
}

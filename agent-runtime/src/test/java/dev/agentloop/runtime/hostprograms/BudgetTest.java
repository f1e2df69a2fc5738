package dev.agentloop.runtime.hostprograms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.Tool;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that counts money while a turn runs, and stops it when the budget is gone. */
@Timeout(60)
class BudgetTest {
    private static final long BUDGET_CENTS = 10;

    public static final class Work {
        @Tool(description = "Does a bit of work.")
        public String work() {
            return "more to do";
        }
    }

    @Test
    void theBudgetIsWatchedDuringTheTurn() {
        AtomicReference<AgentSession> running = new AtomicReference<>();
        EventListener meter = EventListener.router().on(AgentEvent.UsageUpdated.class, used -> {
            if (cents(used) > BUDGET_CENTS) {
                running.get().interrupt();
            }
        });
        try (ScriptedModelServer server = ScriptedModelServer.start();
                Agent agent = Agent.builder()
                        .endpoint(server.endpoint())
                        .model("m")
                        .tools(new Work())
                        .build();
                AgentSession session = agent.startSession(
                        SessionOptions.builder().listener(meter).build())) {
            running.set(session);
            server.otherwise(request -> Reply.of(
                    Sse.call("c" + request.toolOutputCallIds().size(), "work", "{}"), Sse.usage(900, 0, 100, 0)));

            TurnResult result = session.run("Work until the money is gone");

            assertThat(result.status()).isEqualTo(TurnStatus.INTERRUPTED);
            assertThat(result.usage().totalTokens()).isEqualTo(4000);
            assertThat(server.requests()).hasSize(4);
        }
    }

    private static long cents(AgentEvent.UsageUpdated used) {
        return used.turnTotal().totalTokens() * 3 / 1000;
    }
}

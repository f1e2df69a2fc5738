package dev.agentloop.runtime.hostprograms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.testkit.StreamControl;
import dev.agentloop.testkit.TestThreads;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A "stop" button. */
@Timeout(60)
class InterruptTest {
    @Test
    void aTurnIsInterruptedFromAnotherThreadAndTheSessionGoesOn() throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start();
                Agent agent =
                        Agent.builder().endpoint(server.endpoint()).model("m").build();
                AgentSession session = agent.startSession()) {
            StreamControl answer = server.respondStepped(Sse.text("A very long story"));
            FutureTask<TurnResult> worker = new FutureTask<>(() -> session.run("Tell me a story"));
            TestThreads.daemons("worker").newThread(worker).start();
            answer.awaitRequest(Duration.ofSeconds(20));

            boolean stopped = session.interrupt();

            assertThat(stopped).isTrue();
            assertThat(worker.get(20, TimeUnit.SECONDS).status()).isEqualTo(TurnStatus.INTERRUPTED);
            server.respond(Sse.text("Short one."));
            assertThat(session.run("A short one then").finalMessage()).isEqualTo("Short one.");
            assertThat(session.interrupt()).isFalse();
        }
    }
}

package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.TurnFailedException;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.runtime.store.MemorySessionStore;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.testkit.CapturedLogs;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A key, and what a tool's exception says, reach neither logs nor events nor the store nor the model. */
@Timeout(60)
class SecretsTest {
    private static final String KEY = "sk-canary-4711";
    private static final String PASSWORD = "hunter2-canary";

    @Test
    void noSinkHoldsTheKeyOrAToolsPassword() {
        StringBuilder sinks = new StringBuilder();
        try (CapturedLogs logs = CapturedLogs.start();
                ScriptedModelServer server = ScriptedModelServer.start();
                MemorySessionStore store = new MemorySessionStore()) {
            server.respond(Sse.call("c1", "leaky", "{}"))
                    .respond(Sse.text("done"))
                    .respond(Reply.error(401, "invalid_api_key", "Incorrect API key provided: " + KEY));
            RecordingListener listener = new RecordingListener();
            try (Agent agent = Agent.builder()
                            .discovery(Discovery.NONE)
                            .sandbox(SandboxPolicy.readOnly())
                            .endpoint(ModelEndpoint.responses(server.url())
                                    .apiKey(() -> KEY)
                                    .maxRetries(0)
                                    .build())
                            .model(ScriptedModelServer.MODEL)
                            .tools(Agents.tool("leaky", (call, context) -> {
                                throw new IllegalStateException("password=" + PASSWORD);
                            }))
                            .sessionStore(store)
                            .listener(listener)
                            .build();
                    AgentSession session = agent.startSession()) {
                session.run("go");
                assertThatThrownBy(() -> session.run("again"))
                        .isInstanceOfSatisfying(
                                TurnFailedException.class,
                                failed -> sinks.append(failed).append(failed.getCause()));
                sinks.append(agent);
                store.read(session.id(), 1, 1000).records().stream()
                        .map(RolloutRecord::json)
                        .forEach(sinks::append);
            }
            listener.events().stream().map(AgentEvent::toJson).forEach(sinks::append);
            server.requests().forEach(request -> sinks.append(request.body()));
            sinks.append(logs.text());
        }
        assertThat(sinks).isNotEmpty();
        assertThat(sinks.toString()).doesNotContain(KEY, PASSWORD);
    }
}

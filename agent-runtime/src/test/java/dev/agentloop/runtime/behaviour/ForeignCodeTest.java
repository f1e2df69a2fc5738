package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.TurnItem;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.support.PlainProcessProvider;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners, tools, clocks and providers that are slow, broken or on threads of their own. */
@Timeout(60)
class ForeignCodeTest {
    private final RecordingListener listener = new RecordingListener();

    @Test
    void aListenerThatFailsAtATurnsLastEventIsReportedAllTheSame() {
        ScriptedModelProvider model = ScriptedModelProvider.script().text("done");
        try (Agent agent = Agents.with(model)
                .listener(listener)
                .listener(event -> {
                    if (event instanceof AgentEvent.TurnCompleted) {
                        throw new IllegalStateException("broken");
                    }
                })
                .build()) {
            agent.run("go");
        }
        assertThat(listener.events(AgentEvent.Notice.class))
                .filteredOn(notice -> notice.code().equals("listener.failed"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.turnId()).isEmpty());
    }

    @Test
    void anApprovalMayTakeForEver() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "guarded", "{}").text("done");
        try (Agent agent = Agents.with(model)
                .tools(Agents.tool("guarded", (call, context) -> ToolOutput.text("ok"), ToolSpec.Trait.NEEDS_APPROVAL))
                .approvals(ApprovalPolicy.onRequest(), request -> ApprovalDecision.approve())
                .limits(limits -> limits.approvalTimeout(Duration.ofSeconds(Long.MAX_VALUE)))
                .build()) {
            assertThat(agent.run("go").finalMessage()).isEqualTo("done");
        }
    }

    @Test
    void anInterruptKillsACommandOnAnyThreadOfATool() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<CommandResult> outcome = new CompletableFuture<>();
        ScriptedModelProvider model = ScriptedModelProvider.script().call("c1", "command", "{}");
        try (Agent agent = plain(model)
                        .listener(event -> {
                            if (event instanceof AgentEvent.ItemStarted started
                                    && started.item() instanceof TurnItem.CommandExecution) {
                                running.countDown();
                            }
                        })
                        .tools(Agents.tool("command", (call, context) -> {
                            Thread own = new Thread(() -> {
                                try {
                                    outcome.complete(context.commands().run(CommandSpec.of("sleep", "30")));
                                } catch (RuntimeException e) {
                                    outcome.completeExceptionally(e);
                                }
                            });
                            own.start();
                            own.join();
                            return ToolOutput.text("never");
                        }))
                        .build();
                AgentSession session = agent.startSession()) {
            TurnStream turn = session.stream("go");
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
            session.interrupt();
            assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
            assertThat(outcome).failsWithin(Duration.ofSeconds(10)).withThrowableOfType(CancellationException.class);
        }
    }

    @Test
    void closingASessionDoesNotWaitForASandboxThatIsBeingOpened() throws Exception {
        StubbornSandbox sandbox = new StubbornSandbox();
        CompletableFuture<String> told = new CompletableFuture<>();
        ScriptedModelProvider model = ScriptedModelProvider.script().call("c1", "command", "{}");
        try (Agent agent = Agents.with(model)
                .sandbox(SandboxPolicy.dangerFullAccess())
                .sandboxProvider(sandbox.provider())
                .tools(Agents.tool("command", (call, context) -> {
                    try {
                        context.commands().run(CommandSpec.of("true"));
                        return ToolOutput.text("ran");
                    } catch (RuntimeException e) {
                        told.complete(String.valueOf(e.getMessage()));
                        throw e;
                    }
                }))
                .build()) {
            AgentSession session = agent.startSession();
            session.stream("go");
            sandbox.awaitReached();
            CompletableFuture.runAsync(session::close).get(5, TimeUnit.SECONDS);
            sandbox.letGo();
            assertThat(told.get(10, TimeUnit.SECONDS)).contains("closed");
        }
    }

    private static Agent.Builder plain(ScriptedModelProvider model) {
        return Agents.with(model).sandbox(SandboxPolicy.dangerFullAccess()).sandboxProvider(new PlainProcessProvider());
    }
}

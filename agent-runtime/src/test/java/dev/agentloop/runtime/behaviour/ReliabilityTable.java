package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.LimitExceededException;
import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.testkit.Gate;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.testkit.StreamControl;
import dev.agentloop.testkit.StreamMark;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The ways in which agent libraries were seen to fail, each with the behaviour we promise instead. All through the
 * public API and real HTTP, on one wire in each subclass.
 */
@Timeout(60)
abstract class ReliabilityTable {
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Wire wire;
    private final ScriptedModelServer server = ScriptedModelServer.start();
    private final RecordingListener listener = new RecordingListener();
    private final AtomicInteger runs = new AtomicInteger();

    ReliabilityTable(Wire wire) {
        this.wire = wire;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A tool with two required numbers, as a user writes it. */
    public final class Calculator {
        @Tool(description = "Adds two numbers.")
        public int add(int a, int b) {
            runs.incrementAndGet();
            return a + b;
        }
    }

    private Agent.Builder agent() {
        return agent(builder -> builder);
    }

    private Agent.Builder agent(java.util.function.UnaryOperator<ModelEndpoint.Builder> change) {
        return Agent.builder()
                .discovery(Discovery.NONE)
                .endpoint(change.apply(server.endpointBuilder(wire)).build())
                .model("m")
                .listener(listener);
    }

    private TurnResult run(Agent.Builder builder) {
        try (Agent agent = builder.build()) {
            return agent.run("go");
        }
    }

    private TurnFailedException fail(Agent.Builder builder) {
        return java.util.Objects.requireNonNull(
                catchThrowableOfType(TurnFailedException.class, () -> run(builder)), "The turn did not fail");
    }

    private ModelException modelFailure(Agent.Builder builder) {
        return (ModelException) fail(builder).getCause();
    }

    /** Runs a turn in which the model makes one call and then says "done"; gives what the model got back. */
    private String outputOf(Sse call, Agent.Builder builder) {
        server.respond(call).respond(Sse.text("done"));
        assertThat(run(builder).finalMessage()).isEqualTo("done");
        server.assertScriptFinished();
        return server.requests().get(1).toolOutput("c1");
    }

    private long retries() {
        return listener.events(AgentEvent.Notice.class).stream()
                .filter(notice -> notice.code().equals("model.retry"))
                .count();
    }

    @Nested
    class Tools {
        @Test
        void aLoopOfThreeSamplesReportsItsTokens() {
            server.respond(Sse.call("c1", "add", "{\"a\":1,\"b\":2}"), Sse.usage(10, 0, 5, 0))
                    .respond(Sse.call("c2", "add", "{\"a\":3,\"b\":4}"), Sse.usage(20, 10, 5, 2))
                    .respond(Sse.text("3 and 7"), Sse.usage(30, 20, 5, 0));

            TurnResult result = run(agent().tools(new Calculator()));

            assertThat(result.finalMessage()).isEqualTo("3 and 7");
            assertThat(result.usage()).isEqualTo(new TokenUsage(60, 30, 0, 15, 2));
            assertThat(server.requests().get(2).toolOutputCallIds()).containsExactly("c1", "c2");
            assertThat(server.requests().get(2).toolOutput("c2")).isEqualTo("7");
            server.assertPrefixStable();
        }

        @Test
        void twoParallelSafeToolsOfOneResponseRunAtOnce() {
            CyclicBarrier together = new CyclicBarrier(2);
            ToolHandler meet = Agents.tool(
                    "meet",
                    (call, context) -> {
                        together.await(20, TimeUnit.SECONDS); // breaks unless both are running
                        return ToolOutput.text(call.callId());
                    },
                    ToolSpec.Trait.PARALLEL_SAFE);
            server.respond(Sse.call("c2", "meet", "{}"), Sse.call("c1", "meet", "{}"))
                    .respond(Sse.text("done"));

            run(agent().tools(meet));

            RecordedRequest second = server.requests().get(1);
            assertThat(second.toolOutputCallIds()).containsExactly("c2", "c1");
            assertThat(second.toolOutput("c1")).isEqualTo("c1");
            assertThat(second.toolOutput("c2")).isEqualTo("c2");
        }

        @Test
        void argumentsThatAreNotJsonGoBackToTheModel() {
            assertThat(outputOf(Sse.call("c1", "add", "{\"a\":1,"), agent().tools(new Calculator())))
                    .contains("JSON");
            assertThat(runs).hasValue(0);
        }

        @Test
        void emptyArgumentsGoBackToTheModel() {
            assertThat(outputOf(Sse.call("c1", "add", ""), agent().tools(new Calculator())))
                    .containsAnyOf("empty", "required"); // on the Messages wire nothing means an object without members
            assertThat(runs).hasValue(0);
        }

        @Test
        void aMissingNumberIsNeverZero() {
            assertThat(outputOf(Sse.call("c1", "add", "{\"a\":1}"), agent().tools(new Calculator())))
                    .contains("'b'")
                    .contains("required");
            assertThat(runs).hasValue(0);
        }

        @Test
        void aWrongTypeGoesBackToTheModelWithItsPath() {
            assertThat(outputOf(Sse.call("c1", "add", "{\"a\":1,\"b\":\"two\"}"), agent().tools(new Calculator())))
                    .contains("$.b")
                    .contains("integer");
            assertThat(runs).hasValue(0);
        }

        @Test
        void anUnknownArgumentIsJudgedByTheSchema() {
            ToolHandler closed = ToolHandler.of(
                    ToolSpec.builder("closed")
                            .description("No extras.")
                            .inputSchema("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}")
                            .build(),
                    (call, context) -> ToolOutput.text("ran"));
            ToolHandler open = ToolHandler.of(
                    ToolSpec.builder("open")
                            .description("Extras are fine.")
                            .inputSchema("{\"type\":\"object\",\"properties\":{}}")
                            .build(),
                    (call, context) -> ToolOutput.text("ran with " + call.argumentsJson()));

            server.respond(Sse.call("c1", "closed", "{\"extra\":1}"), Sse.call("c2", "open", "{\"extra\":1}"))
                    .respond(Sse.text("done"));
            run(agent().tools(closed, open));

            assertThat(server.requests().get(1).toolOutput("c1")).contains("extra");
            assertThat(server.requests().get(1).toolOutput("c2")).isEqualTo("ran with {\"extra\":1}");
        }

        @Test
        void anUnknownToolIsAnsweredWithTheNamesThereAre() {
            assertThat(outputOf(Sse.call("c1", "multiply", "{}"), agent().tools(new Calculator(), Agents.echo())))
                    .contains("multiply")
                    .contains("add")
                    .contains("echo");
        }

        @Test
        void aThrowingToolDoesNotTellTheModelItsSecrets() {
            ToolHandler leaky = Agents.tool("leaky", (call, context) -> {
                throw new IllegalStateException("password=hunter2");
            });

            assertThat(outputOf(Sse.call("c1", "leaky", "{}"), agent().tools(leaky)))
                    .contains("IllegalStateException")
                    .doesNotContain("hunter2");
        }

        @Test
        void aThrowingToolTellsItsMessageWhereThatIsWanted() {
            ToolHandler open = Agents.tool("open", (call, context) -> {
                throw new IllegalStateException("the disk is full");
            });

            assertThat(outputOf(
                            Sse.call("c1", "open", "{}"),
                            agent().tools(open).limits(limits -> limits.exposeToolErrors(true))))
                    .contains("the disk is full");
        }

        @Test
        void aLoopThatNeverEndsIsEndedWithATypedFailure() {
            server.otherwise(request -> Reply.of(Sse.call("c" + runs.get(), "add", "{\"a\":1,\"b\":2}")));

            TurnFailedException failure = fail(agent().tools(new Calculator()).limits(limits -> limits.maxSamples(5)));

            assertThat(failure.getCause()).isInstanceOfSatisfying(LimitExceededException.class, limit -> {
                assertThat(limit.limit()).isEqualTo(LimitExceededException.Limit.SAMPLES);
                assertThat(limit.allowed()).isEqualTo(5);
            });
            assertThat(failure.partialResult().items()).hasSizeGreaterThan(5);
            assertThat(runs).hasValue(5);
        }
    }

    @Nested
    class Truncation {
        private final Reply whole = Reply.of(Sse.text("Hello there"), Sse.call("c1", "add", "{\"a\":1,\"b\":2}"));

        @Test
        void aStreamThatEndsWithoutATerminalEventIsAFailureThatIsRetried() {
            server.respond(Sse.noTerminalEvent()).respond(Sse.text("Hello"));

            assertThat(run(agent()).finalMessage()).isEqualTo("Hello");
            assertThat(retries()).isEqualTo(1);
        }

        @Test
        void aStreamThatNeverGetsToItsEndIsATypedFailure() {
            server.otherwise(request -> Reply.of(Sse.noTerminalEvent()));

            ModelException failure = modelFailure(agent(endpoint -> endpoint.maxRetries(2)));

            assertThat(failure.kind()).isEqualTo(ModelException.Kind.STREAM_CUT);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure.attempt()).isEqualTo(3);
            assertThat(server.requests()).hasSize(3);
        }

        @Test
        void aResetInTheMiddleOfTheTextIsRetriedAndNothingIsSaidTwice() {
            server.respond(whole.resetAfter(StreamMark.TEXT_DELTA)).respond(Sse.text("Hello there"));

            TurnResult result = run(agent().tools(new Calculator()));

            assertThat(result.finalMessage()).isEqualTo("Hello there");
            assertThat(listener.items(TurnItem.AgentMessage.class)).hasSize(1);
            assertThat(server.requests().get(1).body())
                    .isEqualTo(server.requests().get(0).body());
        }

        @Test
        void resetsWithoutEndAreATypedFailure() {
            server.otherwise(request -> whole.resetAfter(100));

            ModelException failure = modelFailure(agent(endpoint -> endpoint.maxRetries(1)));

            assertThat(failure.kind()).isIn(ModelException.Kind.CONNECTION, ModelException.Kind.STREAM_CUT);
            assertThat(server.requests()).hasSize(2);
        }

        @Test
        void aCallCutInsideItsArgumentsNeverRuns() {
            server.respond(whole.cutBefore(StreamMark.CALL_DONE))
                    .respond(Sse.call("c2", "add", "{\"a\":3,\"b\":4}"))
                    .respond(Sse.text("7"));

            assertThat(run(agent().tools(new Calculator())).finalMessage()).isEqualTo("7");

            assertThat(runs).hasValue(1);
            RecordedRequest last = server.requests().get(2);
            assertThat(last.toolOutputCallIds()).containsExactly("c2");
            assertThat(last.body()).doesNotContain("\"c1\"");
        }

        @Test
        void aCallThatWasWholeBeforeTheCutRunsOnce() {
            server.respond(whole.cutAfter(StreamMark.CALL_DONE)).respond(Sse.text("3"));

            assertThat(run(agent().tools(new Calculator())).finalMessage()).isEqualTo("3");

            assertThat(runs).hasValue(1);
            assertThat(server.requests().get(1).toolOutput("c1")).isEqualTo("3");
        }

        @Test
        void anErrorEventIsNeverSuccess() {
            server.respond(Sse.text("partial"), Sse.error("invalid_prompt", "not like this"));

            ModelException failure = modelFailure(agent());

            assertThat(failure).hasMessageContaining("not like this");
            assertThat(failure.code()).isPresent();
            assertThat(failure.retryable()).isFalse();
            assertThat(server.requests()).hasSize(1);
        }

        @Test
        void anErrorEventThatMayPassIsRetried() {
            server.respond(Sse.error("server_error", "hiccup")).respond(Sse.text("Hello"));

            assertThat(run(agent()).finalMessage()).isEqualTo("Hello");
        }

        @Test
        void anIncompleteAnswerIsATypedOutcomeThatKeepsTheText() {
            server.respond(Sse.text("Half of it"), Sse.incomplete("max_output_tokens"));

            TurnFailedException failure = fail(agent());

            assertThat(((ModelException) failure.getCause()).kind()).isEqualTo(ModelException.Kind.INCOMPLETE);
            assertThat(failure.partialResult().finalMessage()).isEqualTo("Half of it");
            assertThat(failure.partialResult().usage()).isEqualTo(Sse.DEFAULT_USAGE);
        }

        @Test
        void anEventNobodyKnowsIsPassedOver() {
            server.respond(Sse.event("response.new_thing", "{\"type\":\"response.new_thing\"}"), Sse.text("Hello"));

            assertThat(run(agent()).finalMessage()).isEqualTo("Hello");
        }
    }

    @Nested
    class Refusals {
        @Test
        void aRateLimitInsideTheStreamIsWaitedOutAsTheServiceSays() {
            server.respond(Sse.failed("rate_limit_exceeded", "Please try again in 400ms."))
                    .respond(Sse.text("Hello"));
            long start = System.nanoTime();

            assertThat(run(agent()).finalMessage()).isEqualTo("Hello");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }

        @Test
        void aRateLimitIsWaitedOutAsTheHeaderSays() {
            server.respond(Reply.error(429, "rate_limit_exceeded", "slow down").header("retry-after", "1"))
                    .respond(Sse.text("Hello"));
            long start = System.nanoTime();

            assertThat(run(agent()).finalMessage()).isEqualTo("Hello");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(retries()).isEqualTo(1);
        }

        @Test
        void aRateLimitWithoutEndIsBounded() {
            server.otherwise(request -> Reply.error(429, "rate_limit_exceeded", "slow down"));

            ModelException failure = modelFailure(agent(endpoint -> endpoint.maxRetries(3)));

            assertThat(failure.kind()).isEqualTo(ModelException.Kind.RATE_LIMIT);
            assertThat(failure.status()).hasValue(429);
            assertThat(server.requests()).hasSize(4);
        }

        @Test
        void aUsedUpQuotaIsNeverRetried() {
            server.respond(Reply.error(429, "insufficient_quota", "You have no money left"));

            ModelException failure = modelFailure(agent());

            assertThat(failure.kind()).isEqualTo(ModelException.Kind.QUOTA);
            assertThat(failure).hasMessageContaining("You have no money left");
            assertThat(server.requests()).hasSize(1);
        }

        @Test
        void aServerErrorThatPassesIsNotSeen() {
            server.respond(Reply.error(500, "server_error", "oops")).respond(Sse.text("Hello"));

            assertThat(run(agent()).finalMessage()).isEqualTo("Hello");
        }
    }

    @Nested
    class Time {
        @Test
        void aSilentServiceIsNoticedAndAskedAgain() {
            server.respond(Sse.stall()).respond(Sse.text("Hello"));

            TurnResult result = run(agent(endpoint -> endpoint.streamIdleTimeout(Duration.ofMillis(500))));

            assertThat(result.finalMessage()).isEqualTo("Hello");
            assertThat(retries()).isEqualTo(1);
        }

        @Test
        void aServiceThatStaysSilentIsATypedFailure() {
            server.otherwise(request -> Reply.of(Sse.stall()));

            ModelException failure = modelFailure(agent(endpoint ->
                    endpoint.streamIdleTimeout(Duration.ofMillis(300)).maxRetries(1)));

            assertThat(failure.kind()).isEqualTo(ModelException.Kind.TIMEOUT);
            assertThat(server.requests()).hasSize(2);
        }

        @Test
        void aHealthySlowStreamIsNotKilled() throws Exception {
            StreamControl control =
                    server.respondStepped(Sse.deltas("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"));
            try (Agent agent =
                            agent(endpoint -> endpoint.streamIdleTimeout(IDLE)).build();
                    AgentSession session = agent.startSession();
                    TurnStream turn = session.stream("go")) {
                slowly(() -> control.send());
                control.finish();

                assertThat(turn.await().finalMessage()).isEqualTo("abcdefghijkl");
            }
            assertThat(retries()).isZero();
        }

        @Test
        void commentsCountAsLife() throws Exception {
            StreamControl control = server.respondStepped(Sse.text("Hello"));
            try (Agent agent =
                            agent(endpoint -> endpoint.streamIdleTimeout(IDLE)).build();
                    AgentSession session = agent.startSession();
                    TurnStream turn = session.stream("go")) {
                slowly(() -> control.sendComment());
                control.finish();

                assertThat(turn.await().finalMessage()).isEqualTo("Hello");
            }
            assertThat(retries()).isZero();
        }

        /** Twelve signs of life over one and a half idle timeouts: here time itself is what is tested. */
        private void slowly(SignOfLife sign) throws InterruptedException {
            for (int n = 0; n < 12; n++) {
                sign.send();
                LockSupport.parkNanos(IDLE.toNanos() / 8);
            }
        }

        private interface SignOfLife {
            Object send() throws InterruptedException;
        }
    }

    @Nested
    class Cancelling {
        @Test
        void aCancelledStreamEndsOnceAndTheServiceSeesIt() throws Exception {
            StreamControl control = server.respondStepped(Sse.deltas("Hel", "lo"));
            try (Agent agent = agent().build();
                    AgentSession session = agent.startSession()) {
                TurnStream turn = session.stream("go");
                control.sendThrough(StreamMark.TEXT_DELTA);
                listener.await(AgentEvent.ItemDelta.class, SOON);

                assertThat(session.interrupt()).isTrue();

                assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
                control.awaitClosed(SOON);
                assertThat(listener.terminal())
                        .isInstanceOfSatisfying(
                                AgentEvent.TurnCompleted.class,
                                end -> assertThat(end.status()).isEqualTo(TurnStatus.INTERRUPTED));
                server.respond(Sse.text("Next"));
                assertThat(session.run("again").finalMessage()).isEqualTo("Next");
            }
        }

        @Test
        void aCancelledTurnDoesNotWaitForAToolThatIgnoresIt() throws Exception {
            Gate gate = Gate.closed();
            ToolHandler deaf = Agents.tool("deaf", (call, context) -> {
                gate.pass();
                return ToolOutput.text("late");
            });
            server.respond(Sse.call("c1", "deaf", "{}"));
            try (Agent agent = agent().tools(deaf).build();
                    AgentSession session = agent.startSession()) {
                TurnStream turn = session.stream("go");
                gate.awaitReached(SOON);

                session.interrupt();

                assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
                assertThatCode(listener::terminal).doesNotThrowAnyException();
                gate.open();
            }
        }
    }
}

package dev.agentloop.internal.jsonrpc;

import static dev.agentloop.internal.jsonrpc.PeerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancelling, back-pressure, closing, and what may be done on which thread. */
@Timeout(60)
class PeerFlowTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final JsonNode LARGE = TextNode.valueOf("x".repeat(1 << 20)); // more than a pipe holds

    @Test
    void theLineOfAnAnswerIsKeptOnRequest() throws Exception {
        String line = "{ \"id\":1 , \"result\" : {\"n\":1.50, \"t\":\"\\u00e9 é\"} }";
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<Answer> answer = fixture.peer.callForLine("m", null);
            fixture.otherReads();
            fixture.otherSendsBytes((line + "\n").getBytes(StandardCharsets.UTF_8));

            assertThat(answer.get().line()).asString(StandardCharsets.UTF_8).isEqualTo(line);
            assertThat(answer.get().result()).isEqualTo(json("{'n':1.5,'t':'é é'}"));
        }
    }

    @Test
    void cancellingACallTellsTheOtherSideUnlessTheProtocolForbidsIt() throws Exception {
        try (PeerFixture fixture = PeerFixture.client(builder -> builder.cancelDialect(CancelDialect.MCP))) {
            fixture.peer.call("initialize", null).cancel(true);
            fixture.peer.call("tools/call", null).cancel(true);

            assertThat(fixture.otherReads().get("method").asText()).isEqualTo("initialize");
            assertThat(fixture.otherReads().get("method").asText()).isEqualTo("tools/call");
            assertThat(fixture.otherReads())
                    .isEqualTo(json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':2}}"));
        }
    }

    @Test
    void anInterruptedCallerStopsWaitingAndTheOtherSideIsTold() throws Exception {
        try (PeerFixture fixture = PeerFixture.client(builder -> builder.cancelDialect(CancelDialect.ACP))) {
            CompletableFuture<Throwable> outcome = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    fixture.peer.call("m", null, Duration.ofMinutes(1));
                } catch (Exception e) {
                    outcome.complete(e);
                }
            });
            caller.start();
            fixture.otherReads();
            caller.interrupt();

            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
            assertThat(fixture.otherReads().get("method").asText()).isEqualTo("$/cancel_request");
        }
    }

    @Test
    void aPeerThatDoesNotReadHoldsNobodyLongerThanTheTimeout() throws Exception {
        try (PeerFixture fixture =
                PeerFixture.client(builder -> builder.maxQueuedBytes(1000).sendTimeout(SHORT))) {
            CompletableFuture<JsonNode> stuck = fixture.peer.call("large", LARGE);
            fixture.peer.sendNotification("queued", LARGE); // taken: nothing else waits

            assertThatIOException()
                    .isThrownBy(() -> fixture.peer.sendNotification("third", null))
                    .withMessageContaining("does not read");
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> fixture.peer.call("fourth", null).get())
                    .withMessageContaining("does not read");
            assertThatIOException().isThrownBy(() -> fixture.peer.call("fifth", null, Duration.ofMillis(10)));

            fixture.otherSends("{'id':1,'result':'reading goes on'}");
            assertThat(stuck.get()).isEqualTo(json("'reading goes on'"));
        }
    }

    @Test
    void aSenderGoesOnWhenTheOtherSideReadsAgain() throws Exception {
        int count = 200;
        try (PeerFixture fixture = PeerFixture.client(builder -> builder.maxQueuedBytes(10_000))) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < count; i++) {
                    try {
                        fixture.peer.sendNotification("n", json("[" + i + ",'" + "y".repeat(5000) + "']"));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            for (int i = 0; i < count; i++) {
                assertThat(fixture.otherReads().at("/params/0").asInt()).isEqualTo(i);
            }
            sending.get();
        }
    }

    @Test
    void twoSidesThatBothSendMuchDoNotBlockEachOther() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> call = fixture.peer.call("large", LARGE);
            fixture.otherSends("{'method':'n','params':['" + "z".repeat(1 << 20) + "']}"); // before reading anything
            fixture.otherSends("{'id':1,'result':'ok'}");

            assertThat(call.get()).isEqualTo(json("'ok'"));
        }
    }

    @Test
    void closeFailsOpenCallsCancelsRunningRequestsAndEndsTheOutput() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (PeerFixture fixture = PeerFixture.server(request -> {
            request.onCancel(cancelled::countDown);
            running.countDown();
            cancelled.await();
            return null;
        })) {
            CompletableFuture<JsonNode> call = fixture.peer.call("m", null);
            fixture.otherSends("{'id':1,'method':'m'}");
            running.await();
            fixture.peer.close();
            fixture.peer.close();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(call::get)
                    .withCauseInstanceOf(PeerClosedException.class)
                    .withMessageContaining("closed on this side");
            cancelled.await();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> fixture.peer.call("late", null).get())
                    .withCauseInstanceOf(PeerClosedException.class);
            assertThat(fixture.otherReads().get("method").asText()).isEqualTo("m");
            assertThat(fixture.otherReadsTheEnd()).isTrue();

            fixture.otherSends("{'method':'a last word'}");
            fixture.otherClosesItsOutput();
            fixture.awaitEndOfReading();
            assertThat(fixture.seen).isEmpty();
        }
    }

    @Test
    void aPeerThatNeverRanClosesItsInputToo() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        InputStream input = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.complete(null);
            }
        };
        Peer peer =
                Peer.builder(input, new ByteArrayOutputStream(), Runnable::run).build();

        peer.close();

        assertThat(closed).isDone();
        assertThatIllegalStateException().isThrownBy(peer::run);
    }

    @Test
    void aBlockingCallOnTheReadingThreadIsRefused() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> nested = fixture.peer
                    .call("outer", null)
                    .thenApply(result -> {
                        try {
                            return fixture.peer.call("inner", null, Duration.ofSeconds(20));
                        } catch (JsonRpcException | IOException | TimeoutException | InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    });
            fixture.otherSends("{'id':1,'result':1}");

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(nested::get)
                    .withCauseInstanceOf(IllegalStateException.class)
                    .withMessageContaining("on the thread that reads its answer");
        }
    }

    @Test
    void noLockIsHeldWhileACallCompletes() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> usedElsewhere = fixture.peer
                    .call("m", null)
                    .thenApply(result -> {
                        CompletableFuture<JsonNode> other = CompletableFuture.supplyAsync(() -> {
                            fixture.peer.call("from another thread", null).cancel(true);
                            return result;
                        });
                        return other.orTimeout(20, TimeUnit.SECONDS).join();
                    });
            fixture.otherSends("{'id':1,'result':1}");

            assertThat(usedElsewhere.get()).isEqualTo(json("1"));
        }
    }

    @Test
    void anExecutorThatTakesNoTasksFailsTheCallInsteadOfLeavingItOpen() {
        Peer peer = Peer.builder(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .build();

        assertThatExceptionOfType(PeerClosedException.class)
                .isThrownBy(() -> peer.call("m", null, Duration.ofSeconds(20)))
                .withMessageContaining("could not be sent");
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        PeerBuilder builder =
                Peer.builder(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), Runnable::run);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxLineBytes(0).build())
                .withMessageContaining("maxLineBytes");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder.maxLineBytes(1).sendTimeout(Duration.ZERO).build())
                .withMessageContaining("sendTimeout");
    }
}

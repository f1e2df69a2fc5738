package dev.agentloop.internal.jsonrpc;

import static dev.agentloop.internal.jsonrpc.PeerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.agentloop.internal.jsonrpc.SkippedInput.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a server on a pipe is known to misbehave, and what the calling side makes of it. */
@Timeout(60)
class PeerMisbehaviourTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void textBeforeAndBetweenMessagesIsSkippedAndReported() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> first = fixture.peer.call("first", null);
            CompletableFuture<JsonNode> second = fixture.peer.call("second", null);
            fixture.otherSends("Server v1.2 listening on stdio");
            fixture.otherSends("");
            fixture.otherSends("{'jsonrpc':'2.0','id':1,'result':'a'}\r");
            fixture.otherSends("   \t");
            fixture.otherSends("{'level':'info'} trailing text");
            fixture.otherSends("{'jsonrpc':'2.0','id':2,'result':'b'}");

            assertThat(get(first)).isEqualTo(json("'a'"));
            assertThat(get(second)).isEqualTo(json("'b'"));
            assertThat(fixture.skipped)
                    .containsExactly(
                            new SkippedInput(Reason.NOT_JSON, "Server v1.2 listening on stdio", 30),
                            new SkippedInput(Reason.NOT_JSON, "{\"level\":\"info\"} trailing text", 30));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "7", "'text'", "null", "{'id':1}x", "{'id':{},'method':'m'}", "{'method':7}"})
    void jsonThatIsNoMessageIsSkipped(String line) throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            fixture.otherSends(line);
            fixture.otherSends("{'method':'after'}");

            assertThat(fixture.nextSeen()).isIn("NOT_A_MESSAGE", "NOT_JSON");
            assertThat(fixture.nextSeen()).isEqualTo("after");
        }
    }

    @Test
    void aLineOverTheCapIsSkippedAndTheNextOneIsRead() throws Exception {
        try (PeerFixture fixture = PeerFixture.client(builder -> builder.maxLineBytes(1000))) {
            CompletableFuture<JsonNode> call = fixture.peer.call("m", null);
            fixture.otherSends("{'id':1,'result':'" + "x".repeat(300_000) + "'}");
            fixture.otherSends("{'id':1,'result':'short'}");

            assertThat(get(call)).isEqualTo(json("'short'"));
            SkippedInput skipped = fixture.skipped.remove();
            assertThat(skipped).isEqualTo(new SkippedInput(Reason.TOO_LONG, skipped.excerpt(), 300_020));
            assertThat(skipped.excerpt()).startsWith("{\"id\":1,").hasSize(200);
        }
    }

    @Test
    void hugeLinesBelowTheCapAreWhole() throws Exception {
        String huge = "€".repeat(2_000_000);
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> call = fixture.peer.call("m", TextNode.valueOf("small"));
            fixture.otherSends("{'id':1,'result':'" + huge + "'}");

            assertThat(get(call).textValue()).isEqualTo(huge);
        }
    }

    @Test
    void textSplitInsideACharacterIsWhole() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> call = fixture.peer.call("m", null);
            for (byte b : "{\"id\":1,\"result\":\"Grüße, 豆腐 😀\"}\n".getBytes(StandardCharsets.UTF_8)) {
                fixture.otherSendsBytes(b);
            }

            assertThat(get(call).textValue()).isEqualTo("Grüße, 豆腐 😀");
        }
    }

    @Test
    void malformedUtf8IsSkippedAsALine() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> call = fixture.peer.call("m", null);
            byte[] broken = "{\"id\":1,\"result\":\"aXb\"}\n".getBytes(StandardCharsets.UTF_8);
            broken[19] = (byte) 0xC3;
            fixture.otherSendsBytes(broken);
            fixture.otherSends("{'id':1,'result':'ok'}");

            assertThat(get(call)).isEqualTo(json("'ok'"));
            assertThat(fixture.skipped.remove().reason()).isEqualTo(Reason.NOT_JSON);
        }
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstMessage() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            fixture.otherSends("\uFEFF{'method':'hello'}");

            assertThat(fixture.nextSeen()).isEqualTo("hello");
        }
    }

    @Test
    void nestingThatIsTooDeepIsSkipped() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            fixture.otherSends("{'method':'m','params':" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

            assertThat(fixture.nextSeen()).isEqualTo("NOT_JSON");
        }
    }

    @Test
    void answersMayComeInAnyOrder() throws Exception {
        int count = 200;
        try (PeerFixture fixture = PeerFixture.client()) {
            List<CompletableFuture<JsonNode>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                calls.add(fixture.peer.call("echo", json("[" + i + "]")));
            }
            List<JsonNode> requests = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                requests.add(fixture.otherReads());
            }
            Collections.shuffle(requests, new Random(1));
            for (JsonNode request : requests) {
                fixture.otherSends(
                        "{'jsonrpc':'2.0','id':" + request.get("id") + ",'result':" + request.get("params") + "}");
            }

            for (int i = 0; i < count; i++) {
                assertThat(get(calls.get(i))).isEqualTo(json("[" + i + "]"));
            }
        }
    }

    @Test
    void aSecondAnswerAndAnAnswerToNothingAreReported() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> call = fixture.peer.call("m", null);
            fixture.otherSends("{'id':1,'result':'first'}");
            fixture.otherSends("{'id':1,'result':'second'}");
            fixture.otherSends("{'id':99,'result':'nobody asked'}");
            fixture.otherSends("{'id':'abc','error':{'code':1,'message':'no'}}");

            assertThat(get(call)).isEqualTo(json("'first'"));
            assertThat(List.of(fixture.nextSeen(), fixture.nextSeen(), fixture.nextSeen()))
                    .containsOnly("UNKNOWN_ID");
        }
    }

    @Test
    void anIdSentBackAsAStringIsOurs() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> call = fixture.peer.call("m", null);
            fixture.otherSends("{'id':'1','result':true}");

            assertThat(get(call)).isEqualTo(json("true"));
        }
    }

    @Test
    void aCallThatIsNeverAnsweredTimesOutAndItsLateAnswerIsNotTakenForAnother() throws Exception {
        try (PeerFixture fixture = PeerFixture.client(builder -> builder.cancelDialect(CancelDialect.MCP))) {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> fixture.peer.call("slow", null, Duration.ofMillis(50)))
                    .withMessage("server has not answered slow within 50 ms");

            assertThat(fixture.otherReads()).isEqualTo(json("{'jsonrpc':'2.0','id':1,'method':'slow'}"));
            assertThat(fixture.otherReads())
                    .isEqualTo(json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1}}"));
            CompletableFuture<JsonNode> next = fixture.peer.call("next", null);
            fixture.otherSends("{'id':1,'result':'late'}");
            fixture.otherSends("{'id':2,'result':'right'}");
            assertThat(get(next)).isEqualTo(json("'right'"));
            assertThat(fixture.nextSeen()).isEqualTo("UNKNOWN_ID");
        }
    }

    @Test
    void anErrorAnswerIsAnExceptionWithItsCodeAndData() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> call = fixture.peer.call("m", null);
            fixture.otherSends("{'id':1,'error':{'code':-32602,'message':'no such tool','data':{'tool':'x'}}}");

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(call))
                    .withCauseInstanceOf(JsonRpcException.class);
            assertThat(call.handle((result, failure) -> (JsonRpcException) failure)
                            .get())
                    .satisfies(e -> assertThat(e.code()).isEqualTo(JsonRpcException.INVALID_PARAMS))
                    .satisfies(e -> assertThat(e.data()).isEqualTo(json("{'tool':'x'}")))
                    .hasMessage("no such tool");
        }
    }

    @Test
    void anAnswerWithoutResultOrErrorFailsItsCallInsteadOfLeavingItOpen() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> empty = fixture.peer.call("m", null);
            CompletableFuture<JsonNode> odd = fixture.peer.call("m", null);
            CompletableFuture<JsonNode> fine = fixture.peer.call("m", null);
            fixture.otherSends("{'id':1}");
            fixture.otherSends("{'id':2,'error':'just text'}");
            fixture.otherSends("{'id':3,'result':null,'error':null}");

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(empty))
                    .withMessageContaining("neither result nor error");
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(odd))
                    .withMessageContaining("just text");
            assertThat(get(fine)).isEqualTo(json("null"));
        }
    }

    @Test
    void aPeerThatClosesInTheMiddleOfCallsFailsThemAndAllLaterOnes() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> answered = fixture.peer.call("m", null);
            CompletableFuture<JsonNode> open = fixture.peer.call("m", null);
            fixture.otherSends("{'id':1,'result':1}");
            fixture.otherSendsBytes("{\"id\":2,\"resu".getBytes(StandardCharsets.UTF_8));
            fixture.otherClosesItsOutput();

            assertThat(get(answered)).isEqualTo(json("1"));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(open))
                    .withCauseInstanceOf(PeerClosedException.class)
                    .withMessageContaining("server has ended the connection");
            assertThat(fixture.nextSeen()).isEqualTo("NOT_JSON");
            assertThatExceptionOfType(PeerClosedException.class).isThrownBy(() -> fixture.peer.call("m", null, SOON));
            assertThatExceptionOfType(PeerClosedException.class)
                    .isThrownBy(() -> fixture.peer.sendNotification("m", null));
            fixture.awaitEndOfReading();
        }
    }

    @Test
    void aLastAnswerWithoutLineEndCounts() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> call = fixture.peer.call("m", null);
            fixture.otherSendsBytes("{\"id\":1,\"result\":1}".getBytes(StandardCharsets.UTF_8));
            fixture.otherClosesItsOutput();

            assertThat(get(call)).isEqualTo(json("1"));
        }
    }

    @Test
    void aPeerThatClosesItsInputFailsOnlyTheCallsItCannotHaveRead() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            CompletableFuture<JsonNode> written = fixture.peer.call("written", null);
            fixture.otherReads();
            fixture.otherClosesItsInput();

            assertThatExceptionOfType(PeerClosedException.class)
                    .isThrownBy(() -> fixture.peer.call("lost", null, SOON));
            fixture.otherSends("{'id':1,'result':'answered all the same'}");
            assertThat(get(written)).isEqualTo(json("'answered all the same'"));
        }
    }

    private static JsonNode get(CompletableFuture<JsonNode> call) throws Exception {
        return call.get(20, TimeUnit.SECONDS);
    }
}

package dev.agentloop.internal.jsonrpc;

import static dev.agentloop.internal.jsonrpc.PeerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answering side. */
@Timeout(60)
class PeerRequestsTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "'a-1'", "0", "-5", "12345678901234567890", "1.5", "''"})
    void anIdComesBackAsItWasSent(String id) throws Exception {
        try (PeerFixture fixture = PeerFixture.server(IncomingRequest::params)) {
            fixture.otherSends("{'jsonrpc':'2.0','id':" + id + ",'method':'echo','params':{'x':'ü'}}");

            assertThat(fixture.otherReads()).isEqualTo(json("{'jsonrpc':'2.0','id':" + id + ",'result':{'x':'ü'}}"));
        }
    }

    @Test
    void theJsonrpcMemberIsLeftOutWhenAskedAndNeverRequired() throws Exception {
        try (PeerFixture fixture = PeerFixture.server(request -> null, builder -> builder.jsonrpcMember(false))) {
            fixture.otherSends("{'id':1,'method':'m'}");
            assertThat(fixture.otherReads()).isEqualTo(json("{'id':1,'result':null}"));

            fixture.peer.sendNotification("n", json("{'a':1}"));
            assertThat(fixture.otherReads()).isEqualTo(json("{'method':'n','params':{'a':1}}"));

            fixture.peer.call("c", null);
            assertThat(fixture.otherReads()).isEqualTo(json("{'id':1,'method':'c'}"));
        }
    }

    @Test
    void failuresBecomeErrorAnswers() throws Exception {
        PeerFixture.Answering failing = request -> {
            switch (request.method()) {
                case "typed":
                    throw new JsonRpcException(-32002, "not here", json("{'uri':'x'}"));
                case "bug":
                    throw new IllegalStateException("with a secret");
                case "error":
                    throw new StackOverflowError();
                default:
                    throw JsonRpcException.methodNotFound(request.method());
            }
        };
        try (PeerFixture fixture = PeerFixture.server(failing)) {
            fixture.otherSends("{'id':1,'method':'typed'}");
            assertThat(fixture.otherReads())
                    .isEqualTo(json("{'jsonrpc':'2.0','id':1,'error':"
                            + "{'code':-32002,'message':'not here','data':{'uri':'x'}}}"));
            fixture.otherSends("{'id':2,'method':'bug'}");
            assertThat(fixture.otherReads())
                    .isEqualTo(json(
                            "{'jsonrpc':'2.0','id':2,'error':" + "{'code':-32603,'message':'Internal error in bug'}}"));
            fixture.otherSends("{'id':3,'method':'error'}");
            assertThat(fixture.otherReads().at("/error/code").asInt()).isEqualTo(JsonRpcException.INTERNAL_ERROR);
            fixture.otherSends("{'id':4,'method':'other'}");
            assertThat(fixture.otherReads())
                    .isEqualTo(json("{'jsonrpc':'2.0','id':4,'error':"
                            + "{'code':-32601,'message':'Method not found: other'}}"));
        }
    }

    @Test
    void notificationsKeepTheirOrderAndAThrowingHandlerLosesNone() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            fixture.otherSends("{'jsonrpc':'2.0','method':'a','params':{'n':1}}");
            fixture.otherSends("{'method':'throw'}");
            fixture.otherSends("{'method':'b','id':null,'params':[2]}");

            assertThat(fixture.nextSeen()).isEqualTo("a {\"n\":1}");
            assertThat(fixture.nextSeen()).isEqualTo("throw");
            assertThat(fixture.nextSeen()).isEqualTo("b [2]");
        }
    }

    @Test
    void notificationsSentBeforeAnAnswerAreSeenBeforeIt() throws Exception {
        try (PeerFixture fixture = PeerFixture.client()) {
            var seenAtAnswer = fixture.peer.call("m", null).thenApply(result -> fixture.seen.size());
            fixture.otherSends("{'method':'progress'}");
            fixture.otherSends("{'method':'progress'}");
            fixture.otherSends("{'id':1,'result':1}");

            assertThat(seenAtAnswer.get()).isEqualTo(2);
        }
    }

    @Test
    void aBatchIsTakenApart() throws Exception {
        try (PeerFixture fixture = PeerFixture.server(request -> json("'done'"))) {
            fixture.otherSends("[{'method':'n'},{'id':7,'method':'m'},3]");

            assertThat(fixture.otherReads()).isEqualTo(json("{'jsonrpc':'2.0','id':7,'result':'done'}"));
            assertThat(fixture.nextSeen()).isEqualTo("n");
            assertThat(fixture.nextSeen()).isEqualTo("NOT_A_MESSAGE");
        }
    }

    @Test
    void aHandlerMayCallBackAndWaitWhileOthersRun() throws Exception {
        PeerFixture[] holder = new PeerFixture[1];
        CountDownLatch ready = new CountDownLatch(1);
        try (PeerFixture fixture = PeerFixture.server(request -> {
            ready.await();
            return holder[0].peer.call("ask", request.params(), Duration.ofSeconds(20));
        })) {
            holder[0] = fixture;
            ready.countDown();
            int count = 50;
            for (int i = 0; i < count; i++) {
                fixture.otherSends("{'id':'r" + i + "','method':'m','params':[" + i + "]}");
            }
            Set<JsonNode> answers = new HashSet<>();
            while (answers.size() < count) {
                JsonNode message = fixture.otherReads();
                if (message.has("method")) {
                    fixture.otherSends("{'id':" + message.get("id") + ",'result':" + message.get("params") + "}");
                } else {
                    String number = message.get("result").get(0).asText();
                    assertThat(message.get("id").asText()).isEqualTo("r" + number);
                    answers.add(message);
                }
            }
        }
    }

    @Test
    void aDuplicateIdDoesNotRunTwice() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        try (PeerFixture fixture = PeerFixture.server(request -> {
            runs.incrementAndGet();
            release.await();
            return null;
        })) {
            fixture.otherSends("{'id':5,'method':'m'}");
            fixture.otherSends("{'id':5,'method':'m'}");
            assertThat(fixture.nextSeen()).isEqualTo("DUPLICATE_ID");
            release.countDown();

            assertThat(fixture.otherReads()).isEqualTo(json("{'jsonrpc':'2.0','id':5,'result':null}"));
            assertThat(runs).hasValue(1);
        }
    }

    @Test
    void moreRequestsThanMayRunAreRefusedWithoutHoldingUpTheRest() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (PeerFixture fixture = PeerFixture.server(
                request -> {
                    release.await();
                    return null;
                },
                builder -> builder.maxRunningRequests(2))) {
            fixture.otherSends("{'id':1,'method':'m'}");
            fixture.otherSends("{'id':2,'method':'m'}");
            fixture.otherSends("{'id':3,'method':'m'}");

            JsonNode refusal = fixture.otherReads();
            assertThat(refusal.get("id")).isEqualTo(json("3"));
            assertThat(refusal.at("/error/code").asInt()).isEqualTo(JsonRpcException.BUSY);
            release.countDown();
            assertThat(Set.of(
                            fixture.otherReads().get("id"), fixture.otherReads().get("id")))
                    .isEqualTo(Set.of(json("1"), json("2")));
        }
    }

    @Test
    void inMcpACancelledRequestIsToldAndNotAnswered() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (PeerFixture fixture = PeerFixture.server(
                request -> {
                    if (request.method().equals("long")) {
                        request.onCancel(() -> {
                            throw new IllegalStateException("thrown by the action, on purpose");
                        });
                        request.onCancel(cancelled::countDown);
                        cancelled.await();
                    }
                    return json("" + request.isCancelled());
                },
                builder -> builder.cancelDialect(CancelDialect.MCP))) {
            fixture.otherSends("{'id':'x','method':'long'}");
            fixture.otherSends("{'method':'notifications/cancelled','params':{'requestId':'unknown'}}");
            fixture.otherSends("{'method':'notifications/cancelled'}");
            fixture.otherSends("{'method':'notifications/cancelled','params':{'requestId':'x'}}");
            cancelled.await();
            fixture.otherSends("{'id':'y','method':'short'}");

            assertThat(fixture.otherReads()).isEqualTo(json("{'jsonrpc':'2.0','id':'y','result':false}"));
            assertThat(fixture.seen).isEmpty();
        }
    }

    @Test
    void inAcpACancelledRequestIsAnswered() throws Exception {
        try (PeerFixture fixture = PeerFixture.server(
                request -> {
                    Thread handling = Thread.currentThread();
                    request.onCancel(handling::interrupt);
                    new CountDownLatch(1).await();
                    return null;
                },
                builder -> builder.cancelDialect(CancelDialect.ACP))) {
            fixture.otherSends("{'id':8,'method':'session/prompt'}");
            fixture.otherSends("{'method':'$/cancel_request','params':{'requestId':8}}");

            assertThat(fixture.otherReads())
                    .isEqualTo(json("{'jsonrpc':'2.0','id':8,'error':{'code':-32800,'message':'Request cancelled'}}"));
        }
    }
}

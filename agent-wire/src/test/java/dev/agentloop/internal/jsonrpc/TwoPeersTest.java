package dev.agentloop.internal.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TwoPeersTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Answers its caller with twice the number it gets by asking back. */
    private static final class AskingHandler implements PeerHandler {
        private Peer peer;

        @Override
        public JsonNode onRequest(IncomingRequest request) throws Exception {
            int number = request.params().get(0).intValue();
            return request.method().equals("leaf")
                    ? IntNode.valueOf(number + 1)
                    : IntNode.valueOf(
                            2 * peer.call("leaf", request.params(), SOON).intValue());
        }
    }

    @Test
    void twoHundredConcurrentCallsInBothDirectionsEachGetTheirOwnAnswer() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        Pipe forth = Pipe.open();
        Pipe back = Pipe.open();
        AskingHandler leftHandler = new AskingHandler();
        AskingHandler rightHandler = new AskingHandler();
        Peer left = Peer.builder(
                        Channels.newInputStream(back.source()), Channels.newOutputStream(forth.sink()), executor)
                .handler(leftHandler)
                .build();
        Peer right = Peer.builder(
                        Channels.newInputStream(forth.source()), Channels.newOutputStream(back.sink()), executor)
                .handler(rightHandler)
                .jsonrpcMember(false)
                .build();
        leftHandler.peer = left;
        rightHandler.peer = right;
        executor.execute(left::run);
        executor.execute(right::run);

        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Peer caller = i % 2 == 0 ? left : right;
            JsonNode params = JsonNodeFactory.instance.arrayNode().add(i / 2);
            answers.add(executor.submit(() -> caller.call("ask", params, SOON).intValue()));
        }

        for (int i = 0; i < 400; i++) {
            assertThat(answers.get(i).get()).isEqualTo(2 * (i / 2 + 1));
        }
        left.close();
        executor.shutdown();
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS))
                .as("closing one side ends both")
                .isTrue();
    }
}

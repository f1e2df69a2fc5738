package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StreamControlTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ScriptedModelServer server = ScriptedModelServer.start();
    private final WireClient client = new WireClient(server.url());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void eventsComeOneByOneAsTheTestSendsThem() throws Exception {
        StreamControl stream = server.respondStepped(Sse.deltas("a", "b"));
        BufferedReader reader = WireClient.reader(client.post("{}"));

        stream.send();
        assertThat(WireClient.nextBlock(reader)).startsWith("event: response.created\n");
        stream.send().send();
        assertThat(WireClient.nextBlock(reader)).startsWith("event: response.in_progress\n");
        assertThat(WireClient.nextBlock(reader)).startsWith("event: response.output_item.added\n");
        stream.sendComment();
        assertThat(WireClient.nextBlock(reader)).startsWith(": keep-alive");
        stream.sendThrough("response.output_text.delta");
        assertThat(stream.remaining())
                .containsExactly(
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        stream.finish();
        assertThat(reader.lines().toList()).contains("event: response.completed");
    }

    @Test
    void theTestCanWaitForTheRequestAndForTheClientToGiveUp() throws Exception {
        StreamControl stream = server.respondStepped(Sse.text("a"));
        CompletableFuture<HttpResponse<InputStream>> response = CompletableFuture.supplyAsync(() -> {
            try {
                return client.post("{\"model\":\"m\"}");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(stream.awaitRequest(SOON).at("/model")).isEqualTo("m");
        assertThatThrownBy(() -> stream.awaitClosed(Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("still keeps the connection open");
        response.get(10, TimeUnit.SECONDS).body().close();
        stream.awaitClosed(SOON);
    }

    @Test
    void aCutInTheMiddleOfAnEventIsSeenAsBroken() throws Exception {
        StreamControl stream = server.respondStepped(Sse.text("a"));
        InputStream body = client.post("{}").body();

        stream.send().sendBytes("event: resp".getBytes(StandardCharsets.UTF_8)).cut();

        assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }

    @Test
    void anEarlyEndIsClean() throws Exception {
        StreamControl stream = server.respondStepped(Sse.text("a"));
        InputStream body = client.post("{}").body();

        stream.send().end();

        assertThat(WireClient.types(WireClient.events(new String(body.readAllBytes(), StandardCharsets.UTF_8))))
                .containsExactly("response.created");
    }

    @Test
    void mistakesOfTheTestAreNamed() throws Exception {
        StreamControl stream = server.respondStepped(Sse.text("a"));
        client.post("{}");

        assertThatThrownBy(() -> stream.sendThrough("response.nothing"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No event of type response.nothing is left");
        assertThatThrownBy(() -> stream.send(100))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Only these events are left to send");
    }

    @Test
    void aRequestThatNeverComesFailsInTime() {
        StreamControl stream = server.respondStepped(Sse.text("a"));

        assertThatThrownBy(() -> stream.awaitRequest(Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No request came for the stepped response");
    }
}

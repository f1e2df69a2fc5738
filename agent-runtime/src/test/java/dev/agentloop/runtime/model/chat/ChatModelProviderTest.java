package dev.agentloop.runtime.model.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.runtime.model.FaultServer;
import dev.agentloop.runtime.model.FaultServer.Cut;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ChatModelProviderTest {
    private static final String KEY = "sk-test-0123456789";
    private static final String FINISH =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String HELLO =
            "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n" + FINISH;
    private static final byte[] STREAM = (HELLO + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n"
                    + "data: [DONE]\n\n")
            .getBytes(StandardCharsets.UTF_8);

    @Test
    void theRequestGoesToTheAddressOfTheProtocol() throws Exception {
        try (FaultServer server = FaultServer.answering(FaultServer.stream(STREAM));
                ChatModelProvider provider = provider(server)) {
            List<ModelEvent> events = read(provider);

            assertThat(events).last().isInstanceOf(ModelEvent.Completed.class);
            FaultServer.Request request = server.requests().get(0);
            assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
            assertThat(request.headers())
                    .containsEntry("Authorization", "Bearer " + KEY)
                    .containsEntry("Accept", "text/event-stream")
                    .containsEntry("Content-Type", "application/json");
            assertThat(provider.toString()).doesNotContain(KEY);
        }
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void aStreamCutBeforeItsFinishIsRetryableAndAfterItComplete(Cut cut) throws Exception {
        int needed = HELLO.length();
        try (FaultServer server = FaultServer.answering();
                ChatModelProvider provider = provider(server)) {
            for (int bytes = 0; bytes < STREAM.length; bytes += cut == Cut.RESET ? 7 : 1) {
                server.then(FaultServer.cutAfter(STREAM, bytes, cut));
                String at = cut + " after byte " + bytes;
                if (bytes >= needed && cut != Cut.RESET) {
                    assertThat(read(provider)).as(at).last().isInstanceOf(ModelEvent.Completed.class);
                } else if (bytes < needed) {
                    ModelException failure = catchThrowableOfType(ModelException.class, () -> read(provider));
                    assertThat(failure.kind()).as(at).isIn(Kind.STREAM_CUT, Kind.CONNECTION);
                    assertThat(failure.retryable()).as(at).isTrue();
                } else {
                    read(server, provider);
                }
            }
            assertThat(server.problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401,invalid_api_key,AUTHENTICATION,false",
        "404,model_not_found,NOT_FOUND,false",
        "400,context_length_exceeded,CONTEXT_WINDOW,false",
        "429,rate_limit_exceeded,RATE_LIMIT,true",
        "429,insufficient_quota,QUOTA,false",
        "503,,SERVER,true",
    })
    void aRefusalIsClassifiedAsOnOtherWires(int status, String code, Kind kind, boolean retryable) throws Exception {
        String body = "{\"error\":{\"message\":\"no " + KEY + "\",\"code\":\"" + (code == null ? "" : code) + "\"}}";
        try (FaultServer server = FaultServer.answering(FaultServer.status(status, body));
                ChatModelProvider provider = provider(server)) {
            ModelException failure = catchThrowableOfType(ModelException.class, () -> read(provider));
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.retryable()).isEqualTo(retryable);
            assertThat(failure.getMessage()).doesNotContain(KEY);
        }
    }

    @Test
    void freeformToolsAreNeverOffered() {
        ModelEndpoint endpoint = ModelEndpoint.chatCompletions(URI.create("http://localhost:1/v1"))
                .model(new ModelInfo("m", 1000, 100, true, false))
                .build();
        try (ChatModelProvider provider = new ChatModelProvider(endpoint, endpoint.apiKey())) {
            assertThat(provider.info("m")).isEqualTo(new ModelInfo("m", 1000, 100, false, false));
            assertThat(provider.info("other")).isEqualTo(ModelInfo.unknown("other"));
        }
    }

    /** A reset may overtake the bytes before it, so either end is right. */
    private static void read(FaultServer server, ChatModelProvider provider) throws InterruptedException {
        try {
            assertThat(read(provider)).last().isInstanceOf(ModelEvent.Completed.class);
        } catch (ModelException e) {
            assertThat(e.retryable()).as(server.toString()).isTrue();
        }
    }

    private static ChatModelProvider provider(FaultServer server) {
        ModelEndpoint endpoint =
                ModelEndpoint.chatCompletions(server.url()).apiKey(() -> KEY).build();
        return new ChatModelProvider(endpoint, endpoint.apiKey());
    }

    private static List<ModelEvent> read(ChatModelProvider provider) throws InterruptedException {
        ModelRequest request = ModelRequest.builder("m")
                .input(List.of(ModelItem.Message.of(ModelItem.Role.USER, "Hello")))
                .build();
        List<ModelEvent> events = new ArrayList<>();
        try (ModelStream stream = provider.open(request)) {
            for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        }
        return events;
    }
}

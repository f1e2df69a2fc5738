package dev.agentloop.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.agentloop.internal.sse.StreamEvents.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * okhttp-sse as an independent reader of the same bytes over real HTTP: it agrees everywhere except in the listed
 * differences, each of which is asserted in both forms, so that a change on its side is noticed here.
 */
class SseOkHttpDifferenceTest {
    private static final OkHttpClient CLIENT = new OkHttpClient.Builder()
            .addInterceptor(chain -> {
                Response response = chain.proceed(chain.request());
                body = response.body();
                return response;
            })
            .build();

    private static HttpServer server;
    private static volatile ResponseBody body;
    private static volatile byte[] served = {};

    /** What okhttp-sse delivered; failure is null for a clean close. */
    record Delivered(List<Event> events, @Nullable Throwable failure) {}

    @BeforeAll
    static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(served);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        CLIENT.dispatcher().executorService().shutdown();
        CLIENT.connectionPool().evictAll();
    }

    static List<SseVector> common() {
        return SseVector.common();
    }

    @ParameterizedTest
    @MethodSource("common")
    void bothReadersAgree(SseVector vector) throws Exception {
        assertThat(okHttp(vector))
                .isEqualTo(new Delivered(StreamEvents.read(vector.stream()).events(), null));
    }

    @Test
    void okHttpLosesTheFirstEventAfterAByteOrderMark() throws Exception {
        SseVector vector = SseVector.byteOrderMark().get(0);

        assertThat(okHttp(vector)).isEqualTo(new Delivered(List.of(Event.message("2")), null));
        assertThat(StreamEvents.read(vector.stream()).events()).containsExactly(Event.message("1"), Event.message("2"));
    }

    @Test
    void okHttpNeverComesBackFromAStreamThatEndsWithACarriageReturn() throws Exception {
        SseVector vector = SseVector.carriageReturnAtTheEnd().get(0);
        CompletableFuture<Delivered> result = start(vector);

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> result.get(300, TimeUnit.MILLISECONDS));
        body.close(); // it spins on the last CR; only this ends its thread
        assertThat(result.get(30, TimeUnit.SECONDS).events()).containsExactly(Event.message("a\nb"));
        assertThat(StreamEvents.read(vector.stream())).isEqualTo(vector.expected());
    }

    @Test
    void okHttpTakesAnIdWithNul() throws Exception {
        SseVector vector = SseVector.nulInId().get(0);

        assertThat(okHttp(vector).events())
                .containsExactly(new Event("message", "a", "1"), new Event("message", "b", "2\0"));
        assertThat(StreamEvents.read(vector.stream()).events())
                .containsExactly(new Event("message", "a", "1"), new Event("message", "b", "1"));
    }

    @Test
    void okHttpForgetsTheIdOfABlockWithoutData() throws Exception {
        SseVector vector = SseVector.idWithoutData().get(0);

        assertThat(okHttp(vector).events()).containsExactly(Event.message("x"));
        assertThat(StreamEvents.read(vector.stream()).events()).containsExactly(new Event("message", "x", "7"));
    }

    @Test
    void okHttpAnswersACutInsideALineWithAnIllegalArgument() throws Exception {
        SseVector vector = SseVector.cutInsideALine().get(0);

        assertThat(okHttp(vector).failure()).isInstanceOf(IllegalArgumentException.class);
        assertThat(StreamEvents.read(vector.stream())).isEqualTo(vector.expected());
    }

    @Test
    void okHttpHidesRetry() throws Exception {
        SseVector vector = SseVector.retry().get(0);

        assertThat(okHttp(vector)).isEqualTo(new Delivered(List.of(Event.message("x")), null));
        assertThat(EventSourceListener.class.getMethods())
                .noneMatch(method -> method.getName().contains("etry"));
        assertThat(StreamEvents.read(vector.stream()).retryMillis()).isEqualTo(1500);
    }

    private static Delivered okHttp(SseVector vector) throws Exception {
        return start(vector).get(30, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Delivered> start(SseVector vector) {
        served = vector.stream();
        CompletableFuture<Delivered> result = new CompletableFuture<>();
        List<Event> events = new ArrayList<>();
        Request request = new Request.Builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .build();
        EventSources.createFactory(CLIENT).newEventSource(request, new EventSourceListener() {
            @Override
            public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
                events.add(new Event(type == null ? "message" : type, data, id == null ? "" : id));
            }

            @Override
            public void onClosed(EventSource source) {
                result.complete(new Delivered(events, null));
            }

            @Override
            public void onFailure(EventSource source, @Nullable Throwable failure, @Nullable Response response) {
                result.complete(new Delivered(events, failure));
            }
        });
        return result;
    }
}

package dev.agentloop.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.internal.jsonrpc.Answer;
import dev.agentloop.internal.jsonrpc.CancelDialect;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport of protocol version 2024-11-05: one event stream for everything the server says, whose first event names
 * the address that takes messages. Only for servers that know nothing newer; a broken stream is the end.
 */
public final class OldHttpTransport implements McpTransport {
    private static final Logger LOGGER = LoggerFactory.getLogger(OldHttpTransport.class);
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration ENDPOINT_PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final HttpUrl url;
    private final OkHttpClient client;
    private final Map<String, String> headers;
    private final RequestAuthorizer authorizer;
    private final MessageRouter router;
    private final McpThreads threads;
    private final CompletableFuture<HttpUrl> endpoint = new CompletableFuture<>();
    private volatile @Nullable EventSource stream;

    private OldHttpTransport(
            String name,
            URI url,
            Map<String, String> headers,
            RequestAuthorizer authorizer,
            ServerHandler handler,
            McpThreads threads) {
        this.name = name;
        this.url = HttpUrl.get(url.toString());
        this.headers = headers;
        this.authorizer = authorizer;
        this.threads = threads;
        this.client = HttpClients.create(
                        List.of(this.url.isHttps() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT),
                        threads,
                        Duration.ZERO)
                .newBuilder()
                .addNetworkInterceptor(OldHttpTransport::endLines)
                .build();
        this.router = new MessageRouter(name, handler, threads, this::post);
    }

    /** Opens the stream; the arguments are those of {@link HttpTransport}. */
    public static OldHttpTransport open(
            String name,
            URI url,
            Map<String, String> headers,
            RequestAuthorizer authorizer,
            ServerHandler handler,
            McpThreads threads) {
        OldHttpTransport transport = new OldHttpTransport(name, url, headers, authorizer, handler, threads);
        transport.openStream();
        return transport;
    }

    private void openStream() {
        try {
            stream = EventSources.createFactory(client)
                    .newEventSource(authorized(new Request.Builder().url(url)).build(), new Listener());
        } catch (IOException e) {
            end(e);
        }
    }

    private static Response endLines(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        return response.newBuilder()
                .body(ResponseBody.create(
                        Okio.buffer(new TrailingLineEnd(body.source())), body.contentType(), body.contentLength()))
                .build();
    }

    private Request.Builder authorized(Request.Builder request) throws IOException {
        headers.forEach(request::header);
        try {
            authorizer.authorization().ifPresent(value -> request.header("Authorization", value));
            return request;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while getting a token for MCP server " + name, e);
        }
    }

    @Override
    public CompletableFuture<Answer> request(Outgoing request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        long id = router.expect(answer);
        answer.whenComplete((result, failure) -> {
            if (router.forget(id) && !CancelDialect.MCP.neverCancelled().contains(request.method())) {
                execute(id, router.messages().cancellation(CancelDialect.MCP, id));
            }
        });
        execute(id, router.messages().request(id, request.method(), request.params()));
        return answer;
    }

    private void execute(long id, byte[] message) {
        try {
            threads.execute(() -> {
                try {
                    post(message);
                } catch (IOException e) {
                    router.fail(id, e);
                }
            });
        } catch (RejectedExecutionException e) {
            router.fail(id, new IOException("The connection to MCP server " + name + " is closed", e));
        }
    }

    @Override
    public void sendNotification(String method, @Nullable JsonNode params) throws IOException {
        post(router.messages().notification(method, params));
    }

    private void post(byte[] message) throws IOException {
        Request request = authorized(
                        new Request.Builder().url(messageAddress()).post(RequestBody.create(message, JSON)))
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new HttpStatusException(
                        response.code(), "MCP server " + name + " refused with HTTP status " + response.code(), null);
            }
        }
    }

    private HttpUrl messageAddress() throws IOException {
        try {
            return endpoint.get(ENDPOINT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("MCP server " + name + " offers no event stream", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("MCP server " + name + " has not said where it takes messages", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while connecting to MCP server " + name, e);
        }
    }

    @Override
    public void beginStop() {
        EventSource open = stream;
        if (open != null) {
            open.cancel();
        }
        end(new IOException("The connection to MCP server " + name + " was closed on this side"));
    }

    @Override
    public void finishStop(Duration patience) {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }

    private void end(IOException cause) {
        endpoint.completeExceptionally(cause);
        router.failAll(cause);
    }

    private final class Listener extends EventSourceListener {
        @Override
        public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
            if ("endpoint".equals(type)) {
                takeEndpoint(data);
            } else {
                byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
                router.route(bytes, 0, bytes.length, null);
            }
        }

        /** Messages carry our token, so the address must be at the server we know. */
        private void takeEndpoint(String address) {
            HttpUrl resolved = url.resolve(address);
            if (resolved != null
                    && resolved.scheme().equals(url.scheme())
                    && resolved.host().equals(url.host())
                    && resolved.port() == url.port()) {
                endpoint.complete(resolved);
            } else {
                end(new IOException("MCP server " + name + " wants messages at another server: " + address));
            }
        }

        @Override
        public void onClosed(EventSource source) {
            end(new IOException("MCP server " + name + " has ended the connection"));
        }

        @Override
        public void onFailure(EventSource source, @Nullable Throwable failure, @Nullable Response response) {
            LOGGER.debug("The stream of MCP server {} failed", name, failure);
            end(
                    response != null && !response.isSuccessful()
                            ? new HttpStatusException(
                                    response.code(),
                                    "MCP server " + name + " refused with HTTP status " + response.code(),
                                    null)
                            : new IOException("The connection to MCP server " + name + " broke off", failure));
        }
    }
}

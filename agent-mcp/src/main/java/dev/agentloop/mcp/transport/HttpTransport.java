package dev.agentloop.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.internal.jsonrpc.Answer;
import dev.agentloop.internal.jsonrpc.CancelDialect;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server reached over Streamable HTTP: each message is a POST, its answer one JSON text or an event stream. With the
 * versions that have sessions, a stream that breaks is continued by GET, and one more GET takes what the server says by
 * itself.
 */
public final class HttpTransport implements McpTransport {
    private static final Logger LOGGER = LoggerFactory.getLogger(HttpTransport.class);
    private static final MediaType JSON = MediaType.get("application/json");
    private static final String SESSION_ID = "Mcp-Session-Id";
    private static final String INITIALIZE = "initialize";

    private final String name;
    private final OkHttpClient client;
    private final HttpSender sender;
    private final MessageRouter router;
    private final McpThreads threads;
    private final ServerStream serverStream = new ServerStream(this);
    private volatile @Nullable ProtocolVersion version;
    private volatile @Nullable String sessionId;
    private volatile @Nullable Future<?> goodbye;

    /**
     * The way to a server.
     *
     * @param name the server's name, for messages
     * @param headers of every request
     */
    public HttpTransport(
            String name,
            URI url,
            Map<String, String> headers,
            RequestAuthorizer authorizer,
            ServerHandler handler,
            McpThreads threads) {
        HttpUrl address = HttpUrl.get(url.toString());
        this.name = name;
        this.threads = threads;
        this.client = HttpClients.create(
                List.of(address.isHttps() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT),
                threads,
                Duration.ZERO);
        this.sender = new HttpSender(name, address, client, headers, authorizer);
        this.router = new MessageRouter(name, handler, threads, this::postReply);
    }

    String name() {
        return name;
    }

    MessageRouter router() {
        return router;
    }

    @Override
    public CompletableFuture<Answer> request(Outgoing request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        long id = router.expect(answer);
        HttpExchange exchange = new HttpExchange(this, router, request, id, answer);
        answer.whenComplete((result, failure) -> {
            boolean givenUp = router.forget(id); // else the answer has come
            if (givenUp && exchange.abandon()) {
                cancelAtServer(request, id);
            }
        });
        try {
            threads.execute(exchange);
        } catch (RejectedExecutionException e) {
            router.fail(id, new IOException("The connection to MCP server " + name + " is closed", e));
        }
        return answer;
    }

    /** Without sessions the end of the connection says it all. */
    private void cancelAtServer(Outgoing request, long id) {
        ProtocolVersion spoken = version;
        if (spoken == null
                || spoken.isStateless()
                || CancelDialect.MCP.neverCancelled().contains(request.method())) {
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    post(
                            Map.of("Mcp-Method", CancelDialect.MCP.method()),
                            router.messages().cancellation(CancelDialect.MCP, id));
                } catch (IOException e) {
                    LOGGER.debug("MCP server {} was not told that a request is cancelled: {}", name, e.getMessage());
                }
            });
        } catch (RejectedExecutionException e) {
            LOGGER.debug("MCP server {} is closed and learns of the cancellation by that", name);
        }
    }

    @Override
    public void sendNotification(String method, @Nullable JsonNode params) throws IOException {
        post(Map.of("Mcp-Method", method), router.messages().notification(method, params));
    }

    private void postReply(byte[] message) throws IOException {
        post(Map.of(), message);
    }

    private void post(Map<String, String> headers, byte[] message) throws IOException {
        try (Response response = sender.send(message(headers, message), new CallSlot())) {
            LOGGER.trace("MCP server {} took a message with status {}", name, response.code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while sending to MCP server " + name, e);
        }
    }

    /** Sends a request and takes note of the session that the answer may open. */
    Response post(Outgoing request, byte[] message, CallSlot calls) throws IOException, InterruptedException {
        String session = sessionId;
        try {
            Response response = sender.send(message(request.headers(), message), calls);
            if (request.method().equals(INITIALIZE)) {
                sessionId = response.header(SESSION_ID);
            }
            return response;
        } catch (HttpStatusException e) {
            if (e.status() == 404 && session != null && !request.method().equals(INITIALIZE)) {
                throw new SessionExpiredException("MCP server " + name + " has ended the session");
            }
            throw e;
        }
    }

    private Request.Builder message(Map<String, String> headers, byte[] message) {
        Request.Builder request = new Request.Builder()
                .post(RequestBody.create(message, JSON))
                .header("Accept", "application/json, text/event-stream");
        headers.forEach(request::header);
        return conversation(request);
    }

    private Request.Builder conversation(Request.Builder request) {
        ProtocolVersion spoken = version;
        if (spoken != null) {
            request.header("MCP-Protocol-Version", spoken.text());
        }
        String session = sessionId;
        if (session != null) {
            request.header(SESSION_ID, session);
        }
        return request;
    }

    /** Whether the version has streams to go on with, and this one can be found again. */
    boolean canResume(EventPump pump) {
        ProtocolVersion spoken = version;
        return spoken != null && !spoken.isStateless() && !pump.lastEventId().isEmpty() && !pump.isExhausted();
    }

    /**
     * Opens a stream of the server.
     *
     * @param lastEventId goes on after this event; empty for a new stream
     * @return empty when the server has none
     */
    Optional<Response> get(String lastEventId, CallSlot calls) throws IOException, InterruptedException {
        Request.Builder request = conversation(new Request.Builder().get()).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            Response response = sender.send(request, calls);
            if (HttpExchange.isEventStream(response)) {
                return Optional.of(response);
            }
            response.close();
            return Optional.empty();
        } catch (HttpStatusException e) {
            LOGGER.debug("MCP server {} offers no stream: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void speak(ProtocolVersion spoken) {
        version = spoken;
        if (spoken.isStateless()) {
            sessionId = null;
        }
    }

    @Override
    public void listen() {
        ProtocolVersion spoken = version;
        if (spoken != null && !spoken.isStateless()) {
            serverStream.open(threads);
        }
    }

    @Override
    public void forgetSession() {
        serverStream.close();
        sessionId = null;
        version = null;
    }

    @Override
    public void beginStop() {
        serverStream.close();
        router.failAll(new IOException("The connection to MCP server " + name + " was closed on this side"));
        if (sessionId != null) {
            try {
                goodbye = threads.submit(this::endSession);
            } catch (RejectedExecutionException e) {
                LOGGER.debug("MCP server {} is not told the end", name, e);
            }
        }
    }

    private @Nullable Void endSession() throws InterruptedException {
        try (Response response = sender.send(conversation(new Request.Builder().delete()), new CallSlot())) {
            LOGGER.debug("MCP server {} ended the session with status {}", name, response.code());
        } catch (IOException e) {
            LOGGER.debug("MCP server {} did not end the session: {}", name, e.getMessage()); // it may refuse to
        }
        return null;
    }

    @Override
    public void finishStop(Duration patience) {
        Future<?> last = goodbye;
        try {
            if (last != null) {
                last.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            LOGGER.debug("MCP server {} has not taken the end of the session", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.dispatcher().cancelAll();
            client.connectionPool().evictAll();
        }
    }
}

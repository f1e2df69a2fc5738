package dev.agentloop.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentloop.tool.McpServerSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An MCP server over HTTP on this machine that does what a test says, and remembers what it was sent. */
final class HttpTestServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What was sent: the HTTP method, the message (missing when there was none), and headers in small letters. */
    record Received(String http, JsonNode message, Map<String, String> headers) {
        String method() {
            return message.path("method").asText();
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Answers one request. */
    interface Script {
        void answer(Received request, Reply reply) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private HttpTestServer(HttpServer server) {
        this.server = server;
    }

    static HttpTestServer start(Script script) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpTestServer server = new HttpTestServer(http);
        http.setExecutor(server.threads);
        http.createContext("/mcp", exchange -> server.handle(exchange, script));
        http.start();
        return server;
    }

    McpServerSpec.Builder spec(String name) {
        return McpServerSpec.http(name, url());
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    List<Received> received() {
        return received;
    }

    /** The methods of the messages in the order in which they came. */
    List<String> methods() {
        return received.stream()
                .map(Received::method)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private void handle(HttpExchange exchange, Script script) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            byte[] body = exchange.getRequestBody().readAllBytes();
            JsonNode message = body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
            Received request = new Received(exchange.getRequestMethod(), message, headers);
            received.add(request);
            script.answer(request, new Reply(exchange, request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** The answer to one request. */
    static final class Reply {
        private final HttpExchange exchange;
        private final Received request;

        private Reply(HttpExchange exchange, Received request) {
            this.exchange = exchange;
            this.request = request;
        }

        Reply header(String name, String value) {
            exchange.getResponseHeaders().add(name, value);
            return this;
        }

        void status(int code) throws IOException {
            exchange.sendResponseHeaders(code, -1);
        }

        /** A result as one JSON text. */
        void result(String json) throws IOException {
            body(200, "application/json", message(json));
        }

        void body(int status, String type, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            header("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }

        /** The message that answers the request. */
        String message(String resultJson) {
            return "{\"jsonrpc\":\"2.0\",\"id\":" + request.message().path("id") + ",\"result\":" + resultJson + "}";
        }

        /** An event stream, to be written by the caller. */
        OutputStream stream() throws IOException {
            header("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            return exchange.getResponseBody();
        }
    }

    static void write(OutputStream stream, String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }
}

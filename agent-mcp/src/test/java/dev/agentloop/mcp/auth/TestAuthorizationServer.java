package dev.agentloop.mcp.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentloop.mcp.login.McpLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An authorization server on this machine, with the MCP server it guards; checks PKCE and remembers what it was asked. */
final class TestAuthorizationServer implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger given = new AtomicInteger();
    private final List<Map<String, String>> pages = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> grants = new CopyOnWriteArrayList<>();
    private final List<String> registrations = new CopyOnWriteArrayList<>();
    private volatile String extraMetadata = "";
    private volatile String landing = "code=c1&state=%s";

    private TestAuthorizationServer(HttpServer server) {
        this.server = server;
    }

    static TestAuthorizationServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TestAuthorizationServer started = new TestAuthorizationServer(http);
        http.createContext("/", started::handle);
        http.start();
        return started;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    URI guarded() {
        return URI.create(origin() + "/mcp");
    }

    /** Adds members to the metadata. */
    TestAuthorizationServer metadata(String members) {
        extraMetadata = members;
        return this;
    }

    /** What the page leads to; {@code %s} is the state. */
    TestAuthorizationServer landing(String query) {
        landing = query;
        return this;
    }

    /** The queries of the pages that were visited. */
    List<Map<String, String>> pages() {
        return pages;
    }

    /** The fields of the token requests. */
    List<Map<String, String>> grants() {
        return grants;
    }

    List<String> registrations() {
        return registrations;
    }

    /** A person who agrees at once. */
    McpLogin login() {
        return () -> new McpLogin.Attempt() {
            @Override
            public URI redirectUri() {
                return URI.create("http://127.0.0.1:9/callback");
            }

            @Override
            public URI visit(String name, URI page) {
                Map<String, String> query = fields(page.getRawQuery());
                pages.add(query);
                return URI.create(redirectUri() + "?" + String.format(landing, query.get("state")));
            }
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/oauth-protected-resource/mcp" ->
                answer(
                        exchange,
                        200,
                        "{\"resource\":\"" + guarded() + "\",\"authorization_servers\":[\"" + origin() + "\"]}");
            case "/.well-known/oauth-authorization-server" ->
                answer(
                        exchange,
                        200,
                        "{\"issuer\":\"" + origin() + "\",\"authorization_endpoint\":\"" + origin()
                                + "/authorize\",\"token_endpoint\":\"" + origin()
                                + "/token\",\"registration_endpoint\":\""
                                + origin() + "/register\",\"code_challenge_methods_supported\":[\"S256\"],"
                                + "\"token_endpoint_auth_methods_supported\":[\"none\"]" + extraMetadata + "}");
            case "/register" -> {
                registrations.add(body);
                answer(exchange, 201, "{\"client_id\":\"client-" + registrations.size() + "\"}");
            }
            case "/token" -> token(exchange, fields(body));
            default -> answer(exchange, 404, "{}");
        }
    }

    private void token(HttpExchange exchange, Map<String, String> grant) throws IOException {
        grants.add(grant);
        boolean refused = grant.get("grant_type").equals("authorization_code")
                && !challenge(grant.get("code_verifier"))
                        .equals(pages.get(pages.size() - 1).get("code_challenge"));
        if (refused || "dead".equals(grant.get("refresh_token"))) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
        } else {
            answer(
                    exchange,
                    200,
                    "{\"access_token\":\"token-" + given.incrementAndGet()
                            + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"refresh\"}");
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String field : text.split("&")) {
            String[] parts = field.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package dev.agentloop.mcp.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.mcp.protocol.McpJson;
import dev.agentloop.mcp.transport.HttpClients;
import dev.agentloop.mcp.transport.McpThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.ConnectionSpec;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** Requests to authorization servers: small JSON documents, within seconds, from addresses that protect them. */
final class AuthHttp {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int MAX_BYTES = 1 << 20; // metadata has some KiB

    private final OkHttpClient client;

    AuthHttp(McpThreads threads) {
        client = HttpClients.create(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT), threads, TIMEOUT)
                .newBuilder()
                .callTimeout(TIMEOUT)
                .build();
    }

    /** An answer whose body is JSON; an empty object when it is none. */
    record Reply(int status, JsonNode body) {
        boolean isSuccessful() {
            return status >= 200 && status < 300;
        }
    }

    /** Gets a document; empty when there is none at the address. */
    Optional<JsonNode> get(String address) throws IOException {
        Reply reply = send(new Request.Builder().url(url(address)).header("Accept", "application/json"));
        return reply.isSuccessful() && reply.body().isObject() && !reply.body().isEmpty()
                ? Optional.of(reply.body())
                : Optional.empty();
    }

    Reply postJson(String address, JsonNode body) throws IOException {
        return send(new Request.Builder().url(url(address)).post(RequestBody.create(McpJson.write(body), JSON)));
    }

    Reply postForm(String address, Map<String, String> fields, Map<String, String> headers) throws IOException {
        FormBody.Builder form = new FormBody.Builder();
        fields.forEach(form::add);
        Request.Builder request = new Request.Builder().url(url(address)).post(form.build());
        headers.forEach(request::header);
        return send(request.header("Accept", "application/json"));
    }

    private Reply send(Request.Builder request) throws IOException {
        try (Response response = client.newCall(request.build()).execute()) {
            BufferedSource source = response.body().source();
            if (source.request(MAX_BYTES + 1L)) {
                throw new OAuthException(
                        response.request().url().redact() + " answered with more than " + MAX_BYTES + " bytes");
            }
            return new Reply(response.code(), json(source.readUtf8()));
        }
    }

    private static JsonNode json(String text) {
        try {
            return McpJson.read(text);
        } catch (JsonProcessingException e) {
            return McpJson.object(); // a page for people; the status says enough
        }
    }

    /** Tokens and codes travel only over TLS, or inside this machine. */
    static HttpUrl url(String address) throws OAuthException {
        HttpUrl url = HttpUrl.parse(address);
        if (url == null) {
            throw new OAuthException("'" + address + "' is no http or https address");
        }
        if (!url.isHttps() && !isLoopback(url.host())) {
            throw new OAuthException(
                    "The address " + url.redact() + " is not protected by TLS; tokens are only sent over https");
        }
        return url;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
}

package dev.agentloop.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Asks a token endpoint, as one client. */
final class TokenEndpoint {
    private final AuthHttp http;
    private final String address;
    private final OAuthClient client;
    private final Optional<SigningKey> key;

    /** @param key signs for the client, if that is how it shows who it is */
    TokenEndpoint(AuthHttp http, String address, OAuthClient client, Optional<SigningKey> key) {
        this.http = http;
        this.address = address;
        this.client = client;
        this.key = key;
    }

    /**
     * Sends a grant.
     *
     * @param grant its fields
     * @return the answer, which has an access token
     * @throws OAuthException when the server refuses; its code is the server's
     */
    JsonNode ask(Map<String, String> grant) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>(grant);
        Map<String, String> headers = new LinkedHashMap<>();
        show(fields, headers);
        AuthHttp.Reply reply = http.postForm(address, fields, headers);
        if (!reply.isSuccessful() || reply.body().path("access_token").asText().isEmpty()) {
            throw new OAuthException(
                    "The authorization server " + client.issuer() + " gave no token: " + words(reply),
                    reply.body().path("error").asText(),
                    null);
        }
        return reply.body();
    }

    private void show(Map<String, String> fields, Map<String, String> headers) throws OAuthException {
        String secret = client.secret() == null ? "" : client.secret();
        switch (client.authMethod()) {
            case BASIC -> {
                String pair = encoded(client.id()) + ":" + encoded(secret);
                headers.put(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            }
            case POST -> {
                fields.put("client_id", client.id());
                fields.put("client_secret", secret);
            }
            case KEY -> {
                fields.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
                fields.put(
                        "client_assertion",
                        key.orElseThrow(() -> new OAuthException("There is no private key to sign with"))
                                .assertion(client.id(), client.issuer()));
            }
            case NONE -> fields.put("client_id", client.id());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What a server says about its refusal. */
    static String words(AuthHttp.Reply reply) {
        String code = reply.body().path("error").asText();
        String description = reply.body().path("error_description").asText();
        String said = description.isEmpty() ? code : code + " (" + description + ")";
        return said.isEmpty() ? "HTTP status " + reply.status() : said;
    }
}

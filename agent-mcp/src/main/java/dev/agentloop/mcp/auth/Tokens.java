package dev.agentloop.mcp.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.mcp.protocol.McpJson;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server gave us for one MCP server.
 *
 * @param client as whom
 * @param tokenEndpoint where tokens are renewed
 * @param resource for what
 * @param access the token that requests carry
 * @param refresh the token that gets a new one; null when there is none
 * @param expiresAtMillis when the access token ends; {@link Long#MAX_VALUE} when nobody said
 * @param requested the scopes that were asked for
 */
record Tokens(
        OAuthClient client,
        String tokenEndpoint,
        String resource,
        String access,
        @Nullable String refresh,
        long expiresAtMillis,
        Scopes requested) {
    /** A token that ends sooner is renewed before it is used. */
    private static final long MARGIN_MILLIS = 30_000;

    boolean isEnding(long nowMillis) {
        return expiresAtMillis != Long.MAX_VALUE && nowMillis > expiresAtMillis - MARGIN_MILLIS;
    }

    /** Reads the answer of a token endpoint. */
    static Tokens of(
            JsonNode answer,
            OAuthClient client,
            String tokenEndpoint,
            String resource,
            @Nullable String oldRefresh,
            Scopes requested,
            long nowMillis) {
        String refresh = answer.path("refresh_token").textValue();
        long seconds = answer.path("expires_in").asLong(-1);
        return new Tokens(
                client,
                tokenEndpoint,
                resource,
                answer.path("access_token").asText(),
                refresh == null ? oldRefresh : refresh,
                seconds < 0 ? Long.MAX_VALUE : nowMillis + seconds * 1_000,
                requested);
    }

    /** The text for a store. */
    String toJson() {
        ObjectNode json = McpJson.object();
        json.put("issuer", client.issuer());
        json.put("clientId", client.id());
        json.put("clientSecret", client.secret());
        json.put("authMethod", client.authMethod().name());
        json.put("redirectUri", client.redirectUri());
        json.put("tokenEndpoint", tokenEndpoint);
        json.put("resource", resource);
        json.put("accessToken", access);
        json.put("refreshToken", refresh);
        json.put("expiresAtMillis", expiresAtMillis);
        json.put("scopes", requested.toString());
        return McpJson.write(json);
    }

    /** Reads the text of a store; empty when it is not one of ours. */
    static Optional<Tokens> ofJson(String text) throws IOException {
        try {
            JsonNode json = McpJson.read(text);
            OAuthClient client = new OAuthClient(
                    json.path("issuer").asText(),
                    json.path("clientId").asText(),
                    json.path("clientSecret").textValue(),
                    OAuthClient.AuthMethod.valueOf(json.path("authMethod").asText()),
                    json.path("redirectUri").asText());
            return Optional.of(new Tokens(
                    client,
                    json.path("tokenEndpoint").asText(),
                    json.path("resource").asText(),
                    json.path("accessToken").asText(),
                    json.path("refreshToken").textValue(),
                    json.path("expiresAtMillis").asLong(),
                    Scopes.of(json.path("scopes").asText())));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty(); // of another version; logging in again replaces it
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Tokens[" + resource + " from " + client.issuer() + "]";
    }
}

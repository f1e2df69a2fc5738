package dev.agentloop.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.mcp.protocol.McpJson;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to one authorization server.
 *
 * @param issuer the server that knows us by this
 * @param id our name there
 * @param secret our secret there; null when we have none
 * @param authMethod how we show it
 * @param redirectUri where it sends people back to; empty for grants without people
 */
record OAuthClient(String issuer, String id, @Nullable String secret, AuthMethod authMethod, String redirectUri) {
    /** Ways to show who we are at the token endpoint. */
    enum AuthMethod {
        NONE("none"),
        BASIC("client_secret_basic"),
        POST("client_secret_post"),
        KEY("private_key_jwt");

        private final String text;

        AuthMethod(String text) {
            this.text = text;
        }

        static AuthMethod of(String text, AuthMethod otherwise) {
            for (AuthMethod method : values()) {
                if (method.text.equals(text)) {
                    return method;
                }
            }
            return otherwise;
        }

        /** The way for a client with a secret; without a list, the standard's default. */
        static AuthMethod forSecret(Set<String> supported) {
            if (supported.isEmpty() || supported.contains(BASIC.text)) {
                return BASIC;
            }
            return supported.contains(POST.text) ? POST : NONE;
        }

        /** The way to ask for when registering: a program on a user's machine keeps no secret if it need not. */
        private static AuthMethod toRegister(Set<String> supported) {
            return supported.contains(NONE.text) ? NONE : forSecret(supported);
        }
    }

    /** Registers a new client (RFC 7591). */
    static OAuthClient register(AuthHttp http, AuthorizationServer server, String redirectUri, Scopes scopes)
            throws IOException {
        if (server.registrationEndpoint() == null) {
            throw new OAuthException("The authorization server " + server.issuer()
                    + " registers no clients on the spot; name a client id in the settings of the MCP server");
        }
        AuthMethod wanted = AuthMethod.toRegister(server.authMethods());
        ObjectNode request = McpJson.object();
        request.put("client_name", "Agentloop");
        request.put("application_type", "native");
        request.putArray("redirect_uris").add(redirectUri);
        request.putArray("grant_types").add("authorization_code").add("refresh_token");
        request.putArray("response_types").add("code");
        request.put("token_endpoint_auth_method", wanted.text);
        if (!scopes.isEmpty()) {
            request.put("scope", scopes.toString());
        }
        AuthHttp.Reply reply = http.postJson(server.registrationEndpoint(), request);
        String id = reply.body().path("client_id").asText();
        if (!reply.isSuccessful() || id.isEmpty()) {
            throw new OAuthException("The authorization server " + server.issuer() + " did not register this client: "
                    + TokenEndpoint.words(reply));
        }
        return registered(server, id, reply.body(), wanted, redirectUri);
    }

    private static OAuthClient registered(
            AuthorizationServer server, String id, JsonNode reply, AuthMethod wanted, String redirectUri) {
        String secret = reply.path("client_secret").textValue();
        AuthMethod method =
                AuthMethod.of(reply.path("token_endpoint_auth_method").asText(), wanted);
        return new OAuthClient(server.issuer(), id, secret, secret == null ? AuthMethod.NONE : method, redirectUri);
    }
}

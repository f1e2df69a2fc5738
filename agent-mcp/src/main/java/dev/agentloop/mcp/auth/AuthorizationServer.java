package dev.agentloop.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Who gives tokens, and how (RFC 8414, OpenID Connect discovery).
 *
 * @param issuer its identifier, exactly as published
 * @param authorizationEndpoint where people agree
 * @param tokenEndpoint where tokens are given
 * @param registrationEndpoint where clients register; null when they cannot
 * @param authMethods how clients may show who they are
 * @param scopes that it knows
 * @param readsClientMetadata whether a client may be the address of a document
 * @param sendsIssuer whether its answers name it (RFC 9207)
 */
record AuthorizationServer(
        String issuer,
        String authorizationEndpoint,
        String tokenEndpoint,
        @Nullable String registrationEndpoint,
        Set<String> authMethods,
        Scopes scopes,
        boolean readsClientMetadata,
        boolean sendsIssuer) {
    private static final String OAUTH = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    AuthorizationServer {
        authMethods = Set.copyOf(authMethods);
    }

    /**
     * Looks in the usual places of an issuer.
     *
     * @throws OAuthException when there is no description, it is one of another issuer, or it cannot do PKCE
     */
    static AuthorizationServer find(AuthHttp http, String issuer) throws IOException {
        HttpUrl address = AuthHttp.url(issuer);
        String origin = origin(address);
        String path = path(address);
        List<String> places = path.isEmpty()
                ? List.of(origin + OAUTH, origin + OPENID)
                : List.of(origin + OAUTH + path, origin + OPENID + path, origin + path + OPENID);
        for (String place : places) {
            Optional<JsonNode> document = http.get(place);
            if (document.isPresent()) {
                AuthorizationServer found = read(document.get());
                if (!found.issuer().equals(issuer)) {
                    throw new OAuthException("The authorization server " + issuer + " describes itself as '"
                            + found.issuer() + "'; it is not trusted");
                }
                return found;
            }
        }
        throw new OAuthException("The authorization server " + issuer + " has no metadata at " + places);
    }

    /** The rule of before protected resources described themselves: the server is its own authorization server. */
    static AuthorizationServer ofServerItself(AuthHttp http, HttpUrl server) throws IOException {
        String origin = origin(server);
        for (String place : List.of(origin + OAUTH, origin + OPENID)) {
            Optional<JsonNode> document = http.get(place);
            if (document.isPresent()) {
                return read(document.get());
            }
        }
        return new AuthorizationServer(
                origin,
                origin + "/authorize",
                origin + "/token",
                origin + "/register",
                Set.of(),
                Scopes.NONE,
                false,
                false);
    }

    private static AuthorizationServer read(JsonNode document) throws OAuthException {
        String issuer = document.path("issuer").asText();
        JsonNode challenges = document.path("code_challenge_methods_supported");
        if (challenges.isArray() && !Scopes.of(challenges).names().contains("S256")) {
            throw new OAuthException("The authorization server " + issuer + " does not support PKCE with S256");
        }
        return new AuthorizationServer(
                issuer,
                document.path("authorization_endpoint").asText(),
                document.path("token_endpoint").asText(),
                document.path("registration_endpoint").textValue(),
                Scopes.of(document.path("token_endpoint_auth_methods_supported"))
                        .names(),
                Scopes.of(document.path("scopes_supported")),
                document.path("client_id_metadata_document_supported").asBoolean(),
                document.path("authorization_response_iss_parameter_supported").asBoolean());
    }

    static String origin(HttpUrl url) {
        String whole = url.newBuilder()
                .encodedPath("/")
                .query(null)
                .fragment(null)
                .username("")
                .password("")
                .build()
                .toString();
        return whole.substring(0, whole.length() - 1);
    }

    /** The path without a slash at its end; empty for the root. */
    static String path(HttpUrl url) {
        String path = url.encodedPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}

package dev.agentloop.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * What a server says about who guards it (RFC 9728).
 *
 * @param resource its identifier, exactly as published
 * @param authorizationServers the issuers that give tokens for it; not empty
 * @param scopes that tokens can have
 */
record ProtectedResource(String resource, List<String> authorizationServers, Scopes scopes) {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    ProtectedResource {
        authorizationServers = List.copyOf(authorizationServers);
    }

    /**
     * Looks where the server said, else in the two usual places.
     *
     * @return empty for a server of before this rule
     * @throws OAuthException when the description is about another server
     */
    static Optional<ProtectedResource> find(AuthHttp http, HttpUrl server, Optional<String> named) throws IOException {
        for (String address : places(server, named)) {
            Optional<JsonNode> document = http.get(address);
            if (document.isPresent()
                    && !document.get().path("authorization_servers").isEmpty()) {
                return Optional.of(read(document.get(), server));
            }
        }
        return Optional.empty();
    }

    private static List<String> places(HttpUrl server, Optional<String> named) {
        if (named.isPresent()) {
            return List.of(named.get());
        }
        List<String> places = new ArrayList<>();
        String origin = AuthorizationServer.origin(server);
        String path = AuthorizationServer.path(server);
        if (!path.isEmpty()) {
            places.add(origin + WELL_KNOWN + path);
        }
        places.add(origin + WELL_KNOWN);
        return places;
    }

    private static ProtectedResource read(JsonNode document, HttpUrl server) throws OAuthException {
        String resource = document.path("resource").asText();
        HttpUrl described = HttpUrl.parse(resource);
        if (described == null || !covers(described, server)) {
            throw new OAuthException("The server " + server.redact() + " describes itself as '" + resource
                    + "', which is another resource; no token is asked for it");
        }
        List<String> issuers = new ArrayList<>();
        document.path("authorization_servers").forEach(each -> issuers.add(each.asText()));
        return new ProtectedResource(resource, issuers, Scopes.of(document.path("scopes_supported")));
    }

    private static boolean covers(HttpUrl resource, HttpUrl server) {
        String above = AuthorizationServer.path(resource);
        String path = AuthorizationServer.path(server);
        return AuthorizationServer.origin(resource).equals(AuthorizationServer.origin(server))
                && (path.equals(above) || path.startsWith(above + "/"));
    }
}

package dev.agentloop.mcp.auth;

import java.io.IOException;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * Who guards an MCP server.
 *
 * @param server gives the tokens
 * @param resource what tokens are for
 * @param scopes that the MCP server names
 */
record Guard(AuthorizationServer server, String resource, Scopes scopes) {
    /** Finds out, beginning with what the server said when it refused. */
    static Guard find(AuthHttp http, HttpUrl url, Challenge challenge) throws IOException {
        Optional<ProtectedResource> described = ProtectedResource.find(http, url, challenge.resourceMetadata());
        if (described.isEmpty()) {
            return new Guard(AuthorizationServer.ofServerItself(http, url), withoutFragment(url), Scopes.NONE);
        }
        ProtectedResource resource = described.get();
        AuthorizationServer server =
                AuthorizationServer.find(http, resource.authorizationServers().get(0));
        return new Guard(server, resource.resource(), resource.scopes());
    }

    private static String withoutFragment(HttpUrl url) {
        return url.newBuilder().fragment(null).build().toString();
    }
}

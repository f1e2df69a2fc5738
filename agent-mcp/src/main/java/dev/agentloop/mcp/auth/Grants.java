package dev.agentloop.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.mcp.auth.OAuthClient.AuthMethod;
import dev.agentloop.mcp.login.McpLogin;
import dev.agentloop.tool.McpOAuth;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Gets tokens in the way that the settings of a server name. */
final class Grants {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
    private static final String ID_ASSERTION = "urn:ietf:params:oauth:token-type:id-jag";
    private static final String OFFLINE = "offline_access";

    private final String name;
    private final McpOAuth settings;
    private final AuthHttp http;
    private final McpLogin login;
    private final Clock clock;

    Grants(String name, McpOAuth settings, AuthHttp http, McpLogin login, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.http = http;
        this.login = login;
        this.clock = clock;
    }

    /**
     * Gets a token.
     *
     * @param wanted the scopes the server asks for
     * @param known who we have been to this authorization server so far
     */
    Tokens get(Guard guard, Scopes wanted, Optional<OAuthClient> known) throws IOException, InterruptedException {
        Scopes scopes = settings.scopes().isEmpty() ? wanted : wanted.and(Scopes.of(settings.scopes()));
        return switch (settings.grant()) {
            case AUTHORIZATION_CODE -> byPerson(guard, scopes, known);
            case CLIENT_CREDENTIALS -> {
                Map<String, String> fields = new LinkedHashMap<>();
                fields.put("grant_type", "client_credentials");
                fields.put("resource", guard.resource());
                yield byClient(guard, scopes, fields);
            }
            case IDENTITY_ASSERTION -> {
                Map<String, String> fields = new LinkedHashMap<>();
                fields.put("grant_type", JWT_BEARER);
                fields.put("assertion", identityAssertion(guard));
                yield byClient(guard, scopes, fields);
            }
        };
    }

    private Tokens byPerson(Guard guard, Scopes wanted, Optional<OAuthClient> known)
            throws IOException, InterruptedException {
        Scopes scopes = guard.server().scopes().names().contains(OFFLINE) ? wanted.and(Scopes.of(OFFLINE)) : wanted;
        try (McpLogin.Attempt attempt = login.begin()) {
            OAuthClient client = client(guard.server(), attempt.redirectUri().toString(), scopes, known);
            AuthorizationCode code = new AuthorizationCode(guard.server(), client, guard.resource(), scopes);
            Map<String, String> fields = code.grant(attempt.visit(name, code.page()));
            return tokens(guard, client, scopes, fields);
        }
    }

    /** A client named in the settings, else a document that describes us, else one registered now or before. */
    private OAuthClient client(
            AuthorizationServer server, String redirectUri, Scopes scopes, Optional<OAuthClient> known)
            throws IOException {
        if (settings.clientId().isPresent()) {
            return named(server, redirectUri);
        }
        if (settings.clientMetadataUrl().isPresent() && server.readsClientMetadata()) {
            String document = settings.clientMetadataUrl().get().toString();
            return new OAuthClient(server.issuer(), document, null, AuthMethod.NONE, redirectUri);
        }
        Optional<OAuthClient> usable =
                known.filter(client -> client.redirectUri().equals(redirectUri));
        return usable.isPresent() ? usable.get() : OAuthClient.register(http, server, redirectUri, scopes);
    }

    private OAuthClient named(AuthorizationServer server, String redirectUri) {
        String secret = settings.clientSecret().map(Supplier::get).orElse(null);
        AuthMethod method = AuthMethod.NONE;
        if (settings.privateKeyPem().isPresent()) {
            method = AuthMethod.KEY;
        } else if (secret != null) {
            method = AuthMethod.forSecret(server.authMethods());
        }
        return new OAuthClient(server.issuer(), settings.clientId().orElseThrow(), secret, method, redirectUri);
    }

    private Tokens byClient(Guard guard, Scopes scopes, Map<String, String> fields) throws IOException {
        if (!scopes.isEmpty()) {
            fields.put("scope", scopes.toString());
        }
        return tokens(guard, named(guard.server(), ""), scopes, fields);
    }

    private Tokens tokens(Guard guard, OAuthClient client, Scopes scopes, Map<String, String> fields)
            throws IOException {
        String address = guard.server().tokenEndpoint();
        JsonNode answer = endpoint(address, client).ask(fields);
        return Tokens.of(answer, client, address, guard.resource(), null, scopes, clock.millis());
    }

    private String identityAssertion(Guard guard) throws IOException {
        McpOAuth.IdentityProvider provider = settings.identityProvider()
                .orElseThrow(() -> new OAuthException("No identity provider is named in the settings of " + name));
        String address = provider.tokenEndpoint().toString();
        OAuthClient client = new OAuthClient(address, provider.clientId(), null, AuthMethod.NONE, "");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", TOKEN_EXCHANGE);
        fields.put("requested_token_type", ID_ASSERTION);
        fields.put("audience", guard.server().issuer());
        fields.put("resource", guard.resource());
        fields.put("subject_token", provider.idToken().get());
        fields.put("subject_token_type", ID_TOKEN);
        return new TokenEndpoint(http, address, client, Optional.empty())
                .ask(fields)
                .path("access_token")
                .asText();
    }

    /** The endpoint for one of our clients. */
    TokenEndpoint endpoint(String address, OAuthClient client) throws IOException {
        Optional<SigningKey> key = settings.privateKeyPem().isPresent()
                ? Optional.of(SigningKey.ofPem(settings.privateKeyPem().get().get(), clock))
                : Optional.empty();
        return new TokenEndpoint(http, address, client, key);
    }
}

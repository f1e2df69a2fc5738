package dev.agentloop.mcp.auth;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** One request to a person for access, with its secrets: state, and PKCE with S256 (RFC 7636). */
final class AuthorizationCode {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AuthorizationServer server;
    private final OAuthClient client;
    private final String resource;
    private final Scopes scopes;
    private final String state = random();
    private final String verifier = random();

    AuthorizationCode(AuthorizationServer server, OAuthClient client, String resource, Scopes scopes) {
        this.server = server;
        this.client = client;
        this.resource = resource;
        this.scopes = scopes;
    }

    /** The page on which the person agrees. */
    URI page() throws OAuthException {
        HttpUrl.Builder page = AuthHttp.url(server.authorizationEndpoint())
                .newBuilder()
                .addQueryParameter("response_type", "code")
                .addQueryParameter("client_id", client.id())
                .addQueryParameter("redirect_uri", client.redirectUri())
                .addQueryParameter("state", state)
                .addQueryParameter("code_challenge", challenge())
                .addQueryParameter("code_challenge_method", "S256")
                .addQueryParameter("resource", resource);
        if (!scopes.isEmpty()) {
            page.addQueryParameter("scope", scopes.toString());
        }
        if (scopes.names().contains("offline_access")) {
            page.addQueryParameter("prompt", "consent"); // without it OpenID providers give no refresh token
        }
        return page.build().uri();
    }

    /**
     * The fields that turn the answer into a token.
     *
     * @param landed where the page has led
     * @throws OAuthException when the person said no, or the answer is not one to our question from this server
     */
    Map<String, String> grant(URI landed) throws IOException {
        HttpUrl answer = HttpUrl.parse(landed.toString());
        if (answer == null) {
            throw new OAuthException("The login ended at no address of ours");
        }
        requireOurs(answer);
        requireIssuer(answer.queryParameter("iss"));
        String error = answer.queryParameter("error");
        if (error != null) {
            String description = answer.queryParameter("error_description");
            throw new OAuthException(
                    "Access was not granted: " + error + (description == null ? "" : " (" + description + ")"),
                    error,
                    null);
        }
        String code = answer.queryParameter("code");
        if (code == null || code.isEmpty()) {
            throw new OAuthException("The authorization server sent no code");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "authorization_code");
        fields.put("code", code);
        fields.put("redirect_uri", client.redirectUri());
        fields.put("code_verifier", verifier);
        fields.put("resource", resource);
        return fields;
    }

    private void requireOurs(HttpUrl answer) throws OAuthException {
        byte[] given = String.valueOf(answer.queryParameter("state")).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, state.getBytes(StandardCharsets.UTF_8))) {
            throw new OAuthException("The login's answer does not belong to this login; somebody may be interfering");
        }
    }

    /** RFC 9207: compared as it is, because a similar name can be another server's. */
    private void requireIssuer(@Nullable String issuer) throws OAuthException {
        if (issuer == null ? server.sendsIssuer() : !issuer.equals(server.issuer())) {
            throw new OAuthException("The login's answer comes from '" + issuer + "' instead of " + server.issuer()
                    + "; its code is not used");
        }
    }

    private String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

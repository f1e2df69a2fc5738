package dev.agentloop.tool;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * How an agent gets tokens for an MCP server reached over HTTP. Without any of this, a server that asks for a token gets
 * the default: a client registered on the spot, and a person who logs in. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class McpOAuth {
    /** Who agrees to the access. */
    public enum Grant {
        /** A person, in a browser. */
        AUTHORIZATION_CODE,
        /** Nobody: the client acts for itself, with a secret or a private key. */
        CLIENT_CREDENTIALS,
        /** The company, whose identity provider gives an assertion in exchange for the person's id token. */
        IDENTITY_ASSERTION
    }

    /**
     * The identity provider of a company.
     *
     * @param tokenEndpoint where id tokens are exchanged
     * @param clientId of this application at the provider
     * @param idToken the person's id token, asked for whenever one is needed
     */
    public record IdentityProvider(URI tokenEndpoint, String clientId, Supplier<String> idToken) {}

    private final Builder from;

    private McpOAuth(Builder from) {
        this.from = from;
    }

    /** The default, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    /** Who agrees to the access. */
    public Grant grant() {
        return from.grant;
    }

    /** A client that the authorization server knows already. */
    public Optional<String> clientId() {
        return from.clientId;
    }

    /** The secret of that client. */
    public Optional<Supplier<String>> clientSecret() {
        return from.clientSecret;
    }

    /** The private key of that client, PKCS #8 as PEM text, for signing instead of a secret. */
    public Optional<Supplier<String>> privateKeyPem() {
        return from.privateKeyPem;
    }

    /** Address of a document that describes this application, for authorization servers that read such documents. */
    public Optional<URI> clientMetadataUrl() {
        return from.clientMetadataUrl;
    }

    /** The scopes to ask for; empty: those that the server names. */
    public List<String> scopes() {
        return from.scopes;
    }

    /** The identity provider, for {@link Grant#IDENTITY_ASSERTION}. */
    public Optional<IdentityProvider> identityProvider() {
        return from.identityProvider;
    }

    /** Collects the settings; not thread-safe. */
    public static final class Builder {
        private Grant grant = Grant.AUTHORIZATION_CODE;
        private Optional<String> clientId = Optional.empty();
        private Optional<Supplier<String>> clientSecret = Optional.empty();
        private Optional<Supplier<String>> privateKeyPem = Optional.empty();
        private Optional<URI> clientMetadataUrl = Optional.empty();
        private List<String> scopes = List.of();
        private Optional<IdentityProvider> identityProvider = Optional.empty();

        private Builder() {}

        /** A client that the authorization server knows already; default: one is registered on the spot. */
        public Builder clientId(String clientId) {
            this.clientId = Optional.of(clientId);
            return this;
        }

        /** The secret of that client, asked for whenever it is needed. */
        public Builder clientSecret(Supplier<String> secret) {
            this.clientSecret = Optional.of(secret);
            return this;
        }

        /** Address of a document that describes this application; used where the authorization server can read it. */
        public Builder clientMetadataUrl(URI url) {
            this.clientMetadataUrl = Optional.of(url);
            return this;
        }

        /** The scopes to ask for; default: those that the server names. */
        public Builder scopes(String... scopes) {
            this.scopes = List.of(scopes);
            return this;
        }

        /** The client acts for itself and shows its secret. */
        public Builder clientCredentials(String clientId, Supplier<String> secret) {
            this.grant = Grant.CLIENT_CREDENTIALS;
            return clientId(clientId).clientSecret(secret);
        }

        /** The client acts for itself and signs with its key: PKCS #8 as PEM text, EC P-256 or RSA. */
        public Builder clientCredentialsWithKey(String clientId, Supplier<String> pem) {
            this.grant = Grant.CLIENT_CREDENTIALS;
            this.privateKeyPem = Optional.of(pem);
            return clientId(clientId);
        }

        /** A company's identity provider stands in for the person. */
        public Builder identityAssertion(IdentityProvider provider) {
            this.grant = Grant.IDENTITY_ASSERTION;
            this.identityProvider = Optional.of(provider);
            return this;
        }

        /** @throws IllegalArgumentException when the grant needs a client that is not named */
        public McpOAuth build() {
            if (grant != Grant.AUTHORIZATION_CODE && clientId.isEmpty()) {
                throw new IllegalArgumentException("clientId is missing; the grant " + grant + " needs a known client");
            }
            Builder copy = new Builder();
            copy.grant = grant;
            copy.clientId = clientId;
            copy.clientSecret = clientSecret;
            copy.privateKeyPem = privateKeyPem;
            copy.clientMetadataUrl = clientMetadataUrl;
            copy.scopes = Objects.requireNonNull(scopes, "scopes");
            copy.identityProvider = identityProvider;
            return new McpOAuth(copy);
        }
    }
}

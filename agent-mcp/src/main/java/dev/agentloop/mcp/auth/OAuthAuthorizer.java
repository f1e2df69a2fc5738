package dev.agentloop.mcp.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.mcp.login.McpLogin;
import dev.agentloop.mcp.login.McpTokenStore;
import dev.agentloop.mcp.transport.McpThreads;
import dev.agentloop.mcp.transport.RequestAuthorizer;
import dev.agentloop.tool.McpOAuth;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens for one MCP server: taken from the store, renewed before they end, got anew when the server refuses. However
 * many requests are refused at once, one of them gets the token and the others use it.
 */
public final class OAuthAuthorizer implements RequestAuthorizer {
    private static final Logger LOGGER = LoggerFactory.getLogger(OAuthAuthorizer.class);
    private static final String PREFIX = "Bearer ";

    private final HttpUrl url;
    private final McpTokenStore store;
    private final AuthHttp http;
    private final Grants grants;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Tokens tokens;
    private boolean loaded;

    /**
     * Tokens for a server.
     *
     * @param name the server's name, for people
     * @param settings how to get tokens
     * @param login brings a person to a page
     */
    public OAuthAuthorizer(
            String name,
            URI url,
            McpOAuth settings,
            McpTokenStore store,
            McpLogin login,
            McpThreads threads,
            Clock clock) {
        this.url = HttpUrl.get(url.toString());
        this.store = store;
        this.clock = clock;
        this.http = new AuthHttp(threads);
        this.grants = new Grants(name, settings, http, login, clock);
    }

    @Override
    public Optional<String> authorization() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            load();
            Tokens held = tokens;
            if (held != null && held.isEnding(clock.millis()) && held.refresh() != null) {
                held = renewed(held).orElse(held); // the server's refusal of an old token leads to a login
            }
            return Optional.ofNullable(held).map(each -> PREFIX + each.access());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean onRefusal(int status, List<String> challenges, Optional<String> used)
            throws IOException, InterruptedException {
        Challenge challenge = Challenge.of(challenges);
        lock.lockInterruptibly();
        try {
            load();
            Tokens held = tokens;
            if (held != null && !used.equals(Optional.of(PREFIX + held.access()))) {
                return true; // another request has got a new token meanwhile
            }
            if (status == 403) {
                return widen(held, challenge);
            }
            replace(held, challenge);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The server wants a scope that was never asked for. What was asked for before is asked for again with it. */
    private boolean widen(@Nullable Tokens held, Challenge challenge) throws IOException, InterruptedException {
        boolean insufficient = challenge.error().equals(Optional.of("insufficient_scope"));
        if (held == null || !insufficient || held.requested().containsAll(challenge.scopes())) {
            return false;
        }
        Guard guard = Guard.find(http, url, challenge);
        keep(grants.get(guard, held.requested().and(challenge.scopes()), Optional.of(held.client())));
        return true;
    }

    private void replace(@Nullable Tokens held, Challenge challenge) throws IOException, InterruptedException {
        Guard guard = Guard.find(http, url, challenge);
        boolean sameIssuer =
                held != null && held.client().issuer().equals(guard.server().issuer());
        if (held != null
                && sameIssuer
                && held.refresh() != null
                && renewed(held).isPresent()) {
            return;
        }
        Scopes wanted = challenge.scopes().isEmpty() ? guard.scopes() : challenge.scopes();
        if (held != null && sameIssuer) {
            wanted = wanted.and(held.requested());
        }
        keep(grants.get(guard, wanted, held != null && sameIssuer ? Optional.of(held.client()) : Optional.empty()));
    }

    /** Empty when the refresh token has ended as well. */
    private Optional<Tokens> renewed(Tokens held) throws IOException {
        Optional<Tokens> stored =
                store.load(key()).isPresent() ? Tokens.ofJson(store.load(key()).get()) : Optional.empty();
        if (stored.isPresent() && !stored.get().access().equals(held.access())) {
            tokens = stored.get(); // another process was faster
            return stored;
        }
        try {
            JsonNode answer = grants.endpoint(held.tokenEndpoint(), held.client())
                    .ask(Map.of(
                            "grant_type", "refresh_token",
                            "refresh_token", String.valueOf(held.refresh()),
                            "resource", held.resource()));
            Tokens renewed = Tokens.of(
                    answer,
                    held.client(),
                    held.tokenEndpoint(),
                    held.resource(),
                    held.refresh(),
                    held.requested(),
                    clock.millis());
            keep(renewed);
            return Optional.of(renewed);
        } catch (OAuthException e) {
            if (e.code().isEmpty()) {
                throw e;
            }
            LOGGER.debug("The refresh token for {} is not accepted any more: {}", url.redact(), e.code());
            return Optional.empty();
        }
    }

    private void load() throws IOException {
        if (!loaded) {
            Optional<String> stored = store.load(key());
            tokens = stored.isPresent() ? Tokens.ofJson(stored.get()).orElse(null) : null;
            loaded = true;
        }
    }

    private void keep(Tokens got) throws IOException {
        tokens = got;
        store.save(key(), got.toJson());
    }

    private String key() {
        return url.toString();
    }
}

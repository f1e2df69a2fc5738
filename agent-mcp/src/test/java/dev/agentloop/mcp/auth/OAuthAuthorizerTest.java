package dev.agentloop.mcp.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.mcp.auth.OAuthClient.AuthMethod;
import dev.agentloop.mcp.login.McpTokenStore;
import dev.agentloop.mcp.transport.McpThreads;
import dev.agentloop.tool.McpOAuth;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OAuthAuthorizerTest {
    private static final int REQUESTS = 20;

    private final McpThreads threads = new McpThreads();
    private final McpTokenStore store = McpTokenStore.inMemory();
    private TestAuthorizationServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestAuthorizationServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
        threads.close();
    }

    private OAuthAuthorizer authorizer() {
        return new OAuthAuthorizer(
                "web", server.guarded(), McpOAuth.builder().build(), store, server.login(), threads, Clock.systemUTC());
    }

    private boolean refuse(OAuthAuthorizer authorizer, int status, String challenge) throws Exception {
        return authorizer.onRefusal(status, List.of("Bearer " + challenge), authorizer.authorization());
    }

    private void storeEndedToken(String refresh) throws Exception {
        OAuthClient client =
                new OAuthClient(server.origin(), "known", null, AuthMethod.NONE, "http://127.0.0.1:9/callback");
        Tokens ended = new Tokens(
                client, server.origin() + "/token", server.guarded().toString(), "old", refresh, 1, Scopes.of("a"));
        store.save(server.guarded().toString(), ended.toJson());
    }

    @Test
    void aRefusedRequestLeadsToALoginWhoseTokenIsKept() throws Exception {
        OAuthAuthorizer authorizer = authorizer();
        assertThat(authorizer.authorization()).isEmpty();
        assertThat(refuse(authorizer, 401, "scope=\"read write\"")).isTrue();
        assertThat(authorizer.authorization()).contains("Bearer token-1");
        assertThat(authorizer().authorization()).contains("Bearer token-1");
        assertThat(server.pages())
                .singleElement()
                .satisfies(page -> assertThat(page)
                        .containsEntry("client_id", "client-1")
                        .containsEntry("scope", "read write")
                        .containsEntry("resource", server.guarded().toString())
                        .containsEntry("code_challenge_method", "S256"));
    }

    @Test
    void aWiderScopeIsAskedForWithThoseOfBeforeAndOnlyOnce() throws Exception {
        OAuthAuthorizer authorizer = authorizer();
        refuse(authorizer, 401, "scope=\"read\"");
        assertThat(refuse(authorizer, 403, "error=\"insufficient_scope\", scope=\"write\""))
                .isTrue();
        assertThat(refuse(authorizer, 403, "error=\"insufficient_scope\", scope=\"write\""))
                .isFalse();
        assertThat(refuse(authorizer, 403, "error=\"other\"")).isFalse();
        assertThat(server.pages()).extracting(page -> page.get("scope")).containsExactly("read", "read write");
        assertThat(server.registrations()).hasSize(1);
    }

    @Test
    void aTokenThatEndsIsRenewedOnceHoweverManyWantIt() throws Exception {
        storeEndedToken("refresh");
        OAuthAuthorizer authorizer = authorizer();
        ExecutorService callers = Executors.newFixedThreadPool(REQUESTS);
        try {
            List<Callable<Optional<String>>> calls = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                calls.add(authorizer::authorization);
            }
            Set<Optional<String>> tokens = new HashSet<>();
            for (Future<Optional<String>> call : callers.invokeAll(calls)) {
                tokens.add(call.get());
            }
            assertThat(tokens).containsExactly(Optional.of("Bearer token-1"));
            assertThat(server.grants())
                    .extracting(grant -> grant.get("grant_type"))
                    .containsExactly("refresh_token");
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aRequestThatWasRefusedWithAnOlderTokenIsSimplySentAgain() throws Exception {
        OAuthAuthorizer authorizer = authorizer();
        refuse(authorizer, 401, "");
        assertThat(authorizer.onRefusal(401, List.of("Bearer"), Optional.of("Bearer token-0")))
                .isTrue();
        assertThat(server.grants()).hasSize(1);
    }

    @Test
    void whenTheRefreshTokenHasEndedTooAPersonLogsInAgainAsTheSameClient() throws Exception {
        storeEndedToken("dead");
        OAuthAuthorizer authorizer = authorizer();
        assertThat(authorizer.authorization()).contains("Bearer old");
        assertThat(refuse(authorizer, 401, "")).isTrue();
        assertThat(authorizer.authorization()).contains("Bearer token-1");
        assertThat(server.pages())
                .singleElement()
                .satisfies(page ->
                        assertThat(page).containsEntry("client_id", "known").containsEntry("scope", "a"));
        assertThat(server.registrations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code=c1&state=of-another-login",
                "code=c1",
                "code=c1&state=%s&iss=https://evil.example",
                "error=access_denied&state=%s",
                "state=%s"
            })
    void anAnswerThatIsNotOneToOurQuestionIsNotUsed(String landing) {
        server.landing(landing);
        assertThatThrownBy(() -> refuse(authorizer(), 401, "")).isInstanceOf(OAuthException.class);
        assertThat(server.grants()).isEmpty();
    }

    @Test
    void aServerThatNamesItselfInItsAnswersMustDoSo() throws Exception {
        server.metadata(",\"authorization_response_iss_parameter_supported\":true");
        assertThatThrownBy(() -> refuse(authorizer(), 401, ""))
                .isInstanceOf(OAuthException.class)
                .hasMessageContaining("instead of " + server.origin());
        server.landing("code=c1&state=%s&iss=" + server.origin());
        assertThat(refuse(authorizer(), 401, "")).isTrue();
    }

    @Test
    void tokensAreNeverAskedForOverAnUnprotectedConnection() {
        assertThatThrownBy(() -> AuthHttp.url("http://auth.example.com/token"))
                .isInstanceOf(OAuthException.class)
                .hasMessageContaining("only sent over https");
        assertThatThrownBy(() -> AuthHttp.url("file:///etc/passwd")).isInstanceOf(OAuthException.class);
    }

    @Test
    void aDescriptionOfAnotherServerIsRefused() {
        assertThatThrownBy(() -> new OAuthAuthorizer(
                                "web",
                                URI.create(server.origin() + "/other"),
                                McpOAuth.builder().build(),
                                store,
                                server.login(),
                                threads,
                                Clock.systemUTC())
                        .onRefusal(
                                401,
                                List.of("Bearer resource_metadata=\"" + server.origin()
                                        + "/.well-known/oauth-protected-resource/mcp\""),
                                Optional.empty()))
                .isInstanceOf(OAuthException.class)
                .hasMessageContaining("which is another resource");
    }
}

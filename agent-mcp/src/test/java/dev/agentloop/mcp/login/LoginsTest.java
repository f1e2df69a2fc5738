package dev.agentloop.mcp.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoginsTest {
    private static final URI PAGE = URI.create("https://auth.example.com/authorize");

    @Test
    void tokensLieInFilesThatOnlyTheirOwnerCanRead(@TempDir Path home) throws Exception {
        Path folder = home.resolve("tokens");
        FileTokenStore store = new FileTokenStore(folder);
        assertThat(store.load("https://a")).isEmpty();
        store.save("https://a", "first");
        store.save("https://a", "second");
        store.save("https://b", "other");
        assertThat(store.load("https://a")).contains("second");
        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(2);
            for (Path file : all) {
                assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
        store.delete("https://a");
        assertThat(store.load("https://a")).isEmpty();
    }

    @Test
    void aFileThatOthersCanReadIsRefused(@TempDir Path folder) throws Exception {
        FileTokenStore store = new FileTokenStore(folder);
        store.save("https://a", "secret");
        try (Stream<Path> files = Files.list(folder)) {
            Files.setPosixFilePermissions(
                    files.findFirst().orElseThrow(), PosixFilePermissions.fromString("rw-r--r--"));
        }
        assertThatThrownBy(() -> store.load("https://a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can be read by others");
    }

    @Test
    void theBrowserComesBackToAPortOfThisMachine() throws Exception {
        CompletableFuture<Object> browser = new CompletableFuture<>();
        CompletableFuture<URI> redirect = new CompletableFuture<>();
        BrowserLogin login = new BrowserLogin(
                (server, page) -> redirect.thenAcceptAsync(target -> {
                    try {
                        assertThatThrownBy(() -> get(target.resolve("/favicon.ico")))
                                .isInstanceOf(FileNotFoundException.class);
                        get(URI.create(target + "?code=1&state=2"));
                        browser.complete(page);
                    } catch (Exception | AssertionError e) {
                        browser.completeExceptionally(e);
                    }
                }),
                Duration.ofSeconds(30));
        try (McpLogin.Attempt attempt = login.begin()) {
            redirect.complete(attempt.redirectUri());
            assertThat(attempt.visit("web", PAGE)).isEqualTo(URI.create(attempt.redirectUri() + "?code=1&state=2"));
        }
        assertThat(browser.get()).isEqualTo(PAGE);
    }

    private static String get(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void nobodyIsWaitedForForEver() throws Exception {
        BrowserLogin login = new BrowserLogin((server, page) -> {}, Duration.ofMillis(50));
        try (McpLogin.Attempt attempt = login.begin()) {
            assertThatThrownBy(() -> attempt.visit("web", PAGE))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Nobody logged in at web within");
        }
    }

    @Test
    void withoutABrowserTheAddressIsPasted() throws Exception {
        PastedLogin login = new PastedLogin((server, page) -> " http://127.0.0.1/callback?code=1 \n");
        try (McpLogin.Attempt attempt = login.begin()) {
            assertThat(attempt.visit("web", PAGE)).isEqualTo(URI.create("http://127.0.0.1/callback?code=1"));
        }
    }
}

package dev.agentloop.mcp.transport;

import java.time.Duration;
import java.util.List;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Makes the HTTP clients of this module: nothing is retried or redirected behind the caller's back. */
public final class HttpClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    private HttpClients() {}

    /**
     * A client.
     *
     * @param protection what connections may be; without TLS in the list its certificates are not loaded, which takes
     *     longer than a request
     * @param readTimeout longest silence; zero for none, where the caller bounds the wait
     */
    public static OkHttpClient create(List<ConnectionSpec> protection, McpThreads threads, Duration readTimeout) {
        return new OkHttpClient.Builder()
                .connectionSpecs(protection)
                .socketFactory(new NoDelaySockets())
                .dispatcher(new Dispatcher(threads.executorService()))
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(readTimeout)
                .writeTimeout(CONNECT_TIMEOUT)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }
}

package dev.agentloop.mcp.login;

import java.io.IOException;
import java.net.URI;
import org.apiguardian.api.API;

/**
 * Brings a person to the page of an authorization server and comes back with where that page led. Thread-safe.
 * {@link BrowserLogin} is the way for desktops, {@link PastedLogin} the one for machines without a browser.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface McpLogin {
    /**
     * Begins a login.
     *
     * @throws IOException when nobody can log in here; the message says what to do instead
     */
    Attempt begin() throws IOException;

    /** One login. Closed by who began it. */
    interface Attempt extends AutoCloseable {
        /** Where the page shall lead at its end. */
        URI redirectUri();

        /**
         * Brings the person to the page and waits.
         *
         * @param server the MCP server, by its name
         * @return the address, with its query, where the page has led
         * @throws IOException when it led nowhere, in particular when nobody came in time
         */
        URI visit(String server, URI authorizationPage) throws IOException, InterruptedException;

        @Override
        default void close() {}
    }
}

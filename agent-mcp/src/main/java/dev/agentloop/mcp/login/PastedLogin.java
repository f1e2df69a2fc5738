package dev.agentloop.mcp.login;

import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * A login on a machine without a browser: the person opens the page elsewhere, and pastes the address where it led, which
 * the browser there could not open.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PastedLogin implements McpLogin {
    /** Shows the page's address and returns what was pasted. */
    @FunctionalInterface
    public interface Prompt {
        /**
         * Asks.
         *
         * @throws IOException when nobody answers
         */
        String ask(String server, URI authorizationPage) throws IOException, InterruptedException;
    }

    /** Nothing listens there: the browser shows the address, and that is all it is for. */
    private static final URI REDIRECT = URI.create("http://127.0.0.1/callback");

    private final Prompt prompt;

    /** A login through this prompt. */
    public PastedLogin(Prompt prompt) {
        this.prompt = Objects.requireNonNull(prompt, "prompt");
    }

    @Override
    public Attempt begin() {
        return new Attempt() {
            @Override
            public URI redirectUri() {
                return REDIRECT;
            }

            @Override
            public URI visit(String server, URI authorizationPage) throws IOException, InterruptedException {
                String pasted = prompt.ask(server, authorizationPage).strip();
                try {
                    return URI.create(pasted);
                } catch (IllegalArgumentException e) {
                    throw new IOException("What was pasted is no address", e);
                }
            }
        };
    }
}

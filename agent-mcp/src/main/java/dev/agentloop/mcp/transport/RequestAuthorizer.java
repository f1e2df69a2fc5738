package dev.agentloop.mcp.transport;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Says who we are to a server reached over HTTP. Thread-safe. */
public interface RequestAuthorizer {
    /**
     * The value of the {@code Authorization} header; empty for none. May renew a token first.
     *
     * @throws IOException when a token was to be renewed and could not be
     */
    Optional<String> authorization() throws IOException, InterruptedException;

    /**
     * The server wants to know more, or something else.
     *
     * @param status 401 or 403
     * @param challenges the {@code WWW-Authenticate} headers of its answer
     * @param used the value that was not enough; empty when none was sent
     * @return whether sending the request again makes sense
     * @throws IOException when what the server wants could not be got; the message is for people
     */
    boolean onRefusal(int status, List<String> challenges, Optional<String> used)
            throws IOException, InterruptedException;

    /** The same header always; a refusal is final. */
    static RequestAuthorizer fixed(Optional<String> header) {
        return new RequestAuthorizer() {
            @Override
            public Optional<String> authorization() {
                return header;
            }

            @Override
            public boolean onRefusal(int status, List<String> challenges, Optional<String> used) {
                return false;
            }
        };
    }
}

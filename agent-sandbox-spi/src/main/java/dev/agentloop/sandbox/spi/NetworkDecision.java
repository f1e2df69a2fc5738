package dev.agentloop.sandbox.spi;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * What became of one wish of a command for a connection.
 *
 * @param host the host, as the command named it
 * @param port the port
 * @param allowed whether the connection may be made
 * @param reason one plain sentence
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NetworkDecision(String host, int port, boolean allowed, String reason) {
    public NetworkDecision {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(reason, "reason");
    }
}

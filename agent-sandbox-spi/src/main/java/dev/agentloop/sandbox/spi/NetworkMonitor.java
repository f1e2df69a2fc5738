package dev.agentloop.sandbox.spi;

import org.apiguardian.api.API;

/**
 * Hears what the commands of a session want to reach, and may be asked about it. Called on the threads of the connections,
 * several at the same time, with no lock held; a connection waits while its call lasts.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface NetworkMonitor {
    /** Allows nothing beyond the policy, and does not care. */
    NetworkMonitor NONE = new NetworkMonitor() {};

    /**
     * A connection to a host that the policy does not list.
     *
     * @return whether this one connection is allowed all the same; where it leads to is checked like any other
     */
    default boolean ask(String host, int port) {
        return false;
    }

    /** Every connection, once, after it was decided and before it is made. */
    default void decided(NetworkDecision decision) {}
}

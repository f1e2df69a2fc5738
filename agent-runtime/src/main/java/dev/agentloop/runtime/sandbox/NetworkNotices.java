package dev.agentloop.runtime.sandbox;

import dev.agentloop.sandbox.spi.NetworkDecision;
import dev.agentloop.sandbox.spi.NetworkMonitor;
import java.util.function.BiConsumer;

/**
 * Publishes every decision about a connection as a notice, {@code network.allowed} or {@code network.refused}. It allows
 * nothing itself: a command that failed because of a refused host runs again when somebody grants the host.
 */
public final class NetworkNotices implements NetworkMonitor {
    private final BiConsumer<String, String> notice;

    /** @param notice takes a code and a message; called on the threads of connections */
    public NetworkNotices(BiConsumer<String, String> notice) {
        this.notice = notice;
    }

    @Override
    public void decided(NetworkDecision decision) {
        notice.accept(
                decision.allowed() ? "network.allowed" : "network.refused",
                decision.host() + ":" + decision.port() + ": " + decision.reason());
    }
}

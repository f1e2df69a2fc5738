package dev.agentloop.mcp;

import dev.agentloop.mcp.client.ClientOffers;
import dev.agentloop.mcp.client.McpClient;
import dev.agentloop.mcp.client.McpException;
import dev.agentloop.mcp.transport.Connector;
import dev.agentloop.tool.McpServerSpec;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one server as its tools see it: when the server ends, the next call starts it again. A server that
 * ends soon after every start is started ever more seldom. Thread-safe.
 */
final class ServerConnection {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** A server that ran this long is no server that cannot start. */
    private static final Duration STABLE = Duration.ofMinutes(1);

    private final McpServerSpec spec;
    private final Connector connector;
    private final ClientOffers offers;
    private final Consumer<String> changes;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable McpClient client;
    private int quickEnds;
    private long startedAtNanos;
    private long endedAtNanos;
    private boolean closed;

    ServerConnection(McpServerSpec spec, Connector connector, ClientOffers offers, Consumer<String> changes) {
        this.spec = spec;
        this.connector = connector;
        this.offers = offers;
        this.changes = changes;
    }

    McpServerSpec spec() {
        return spec;
    }

    /**
     * The client, connected now if there is none.
     *
     * @throws McpException when the server cannot be reached, or has ended and shall not be started again yet
     */
    McpClient client() throws McpException, InterruptedException {
        McpClient connected = client;
        return connected == null ? connect() : connected;
    }

    private McpClient connect() throws McpException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) {
                throw new McpException("it was stopped with its agent", null);
            }
            McpClient current = client;
            if (current == null) {
                requirePause();
                startedAtNanos = System.nanoTime();
                try {
                    current = McpClient.connect(spec.name(), connector, offers, changes, spec.startTimeout());
                    client = current;
                } finally {
                    if (current == null) {
                        noteEnd();
                    }
                }
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void requirePause() throws McpException {
        long wait = pauseNanos() - (System.nanoTime() - endedAtNanos);
        if (quickEnds > 1 && wait > 0) {
            throw new McpException(
                    "it has ended " + quickEnds + " times soon after its start and is not started again for "
                            + (wait / 1_000_000_000 + 1) + " s",
                    null);
        }
    }

    /** The first restart is free. */
    private long pauseNanos() {
        long grown = FIRST_PAUSE.toNanos() << Math.min(Math.max(0, quickEnds - 2), 10);
        return Math.min(grown, LONGEST_PAUSE.toNanos());
    }

    private void noteEnd() {
        endedAtNanos = System.nanoTime();
        quickEnds = endedAtNanos - startedAtNanos > STABLE.toNanos() ? 1 : quickEnds + 1;
    }

    /** This client's server has ended. */
    void lost(McpClient gone) {
        lock.lock();
        try {
            if (client != gone) {
                return;
            }
            client = null;
            noteEnd();
        } finally {
            lock.unlock();
        }
        gone.beginStop();
        gone.finishStop(Duration.ZERO);
    }

    /** Tells the server to end; does not wait. Calls that run fail, and no new ones begin. */
    void beginStop() {
        McpClient last = takeLast();
        if (last != null) {
            last.beginStop();
        }
    }

    private @Nullable McpClient takeLast() {
        lock.lock();
        try {
            closed = true;
            return client;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the server's end and enforces it when that takes longer. */
    void finishStop(Duration patience) {
        McpClient last = takeLast();
        if (last != null) {
            last.finishStop(patience);
        }
    }
}

package dev.agentloop.internal.jsonrpc;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link Peer}; everything but streams and executor has a default. */
public final class PeerBuilder {
    private static final int LARGEST_LINE_BYTES = 512 << 20; // the reader's array doubles up to twice that

    final InputStream input;
    final OutputStream output;
    final Executor executor;
    String name = "peer";
    PeerHandler handler = new PeerHandler() {};
    boolean jsonrpcMember = true;

    @Nullable
    CancelDialect cancelDialect;

    int maxLineBytes = 16 << 20;
    int maxQueuedBytes = 8 << 20;
    int maxRunningRequests = 256;
    Duration sendTimeout = Duration.ofSeconds(30);

    PeerBuilder(InputStream input, OutputStream output, Executor executor) {
        this.input = Objects.requireNonNull(input, "input");
        this.output = Objects.requireNonNull(output, "output");
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    /** How the other side is called in messages and logs. */
    public PeerBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** Who answers the other side. By default every request is answered with "method not found". */
    public PeerBuilder handler(PeerHandler handler) {
        this.handler = handler;
        return this;
    }

    /** Whether messages are sent with {@code "jsonrpc":"2.0"}; default true. Both forms are always understood. */
    public PeerBuilder jsonrpcMember(boolean jsonrpcMember) {
        this.jsonrpcMember = jsonrpcMember;
        return this;
    }

    /** How requests are cancelled, in both directions. By default nothing is sent and nothing understood. */
    public PeerBuilder cancelDialect(CancelDialect dialect) {
        this.cancelDialect = dialect;
        return this;
    }

    /** Longest line that is read; longer ones are skipped. Default 16 MiB: a tool result may hold an image as base64. */
    public PeerBuilder maxLineBytes(int bytes) {
        this.maxLineBytes = bytes;
        return this;
    }

    /** What may wait to be sent; default 8 MiB. One message of any size is taken when nothing else waits. */
    public PeerBuilder maxQueuedBytes(int bytes) {
        this.maxQueuedBytes = bytes;
        return this;
    }

    /** Requests of the other side that run at once; default 256. More are answered with BUSY. */
    public PeerBuilder maxRunningRequests(int requests) {
        this.maxRunningRequests = requests;
        return this;
    }

    /** How long sending waits while the queue is full; default 30 s. */
    public PeerBuilder sendTimeout(Duration timeout) {
        this.sendTimeout = timeout;
        return this;
    }

    /** @throws IllegalArgumentException naming the setting that is out of range */
    public Peer build() {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(handler, "handler");
        requireRange(maxLineBytes, "maxLineBytes", LARGEST_LINE_BYTES);
        requireRange(maxQueuedBytes, "maxQueuedBytes", Integer.MAX_VALUE);
        requireRange(maxRunningRequests, "maxRunningRequests", Integer.MAX_VALUE);
        if (sendTimeout.isNegative() || sendTimeout.isZero()) {
            throw new IllegalArgumentException("sendTimeout must be positive but is " + sendTimeout);
        }
        return new Peer(this);
    }

    private static void requireRange(int value, String name, int largest) {
        if (value < 1 || value > largest) {
            throw new IllegalArgumentException(name + " must be 1 to " + largest + " but is " + value);
        }
    }
}

package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.ToolExecutionException;
import dev.agentloop.internal.jsonrpc.Answer;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.mcp.protocol.CallTool;
import dev.agentloop.mcp.protocol.ListTools;
import dev.agentloop.mcp.protocol.ServerInfo;
import dev.agentloop.mcp.transport.Connector;
import dev.agentloop.mcp.transport.HttpStatusException;
import dev.agentloop.mcp.transport.McpTransport;
import dev.agentloop.mcp.transport.Outgoing;
import dev.agentloop.mcp.transport.ProtocolVersion;
import dev.agentloop.mcp.transport.SessionExpiredException;
import dev.agentloop.tool.ToolContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A conversation with one server, in whatever version of the protocol it speaks. Thread-safe. */
public final class McpClient {
    private static final Duration EXIT_WAIT = Duration.ofSeconds(1);
    private static final Set<Integer> STATUS_OF_OLD_SERVERS = Set.of(400, 404, 405);

    private final ClientIdentity identity;
    private final ServerRequests requests;
    private final ServerMessages messages;
    private final McpTransport transport;
    private final AtomicLong lastProgressToken = new AtomicLong();
    private final ReentrantLock handshakeLock = new ReentrantLock();
    private volatile Era era;

    /** A way to find out how to talk to the server. */
    private interface Opening {
        Era find()
                throws JsonRpcException, IOException, TimeoutException, InterruptedException, UnknownVersionException;
    }

    private McpClient(
            ClientIdentity identity,
            ServerRequests requests,
            ServerMessages messages,
            McpTransport transport,
            Era era) {
        this.identity = identity;
        this.requests = requests;
        this.messages = messages;
        this.transport = transport;
        this.era = era;
    }

    /**
     * Connects and finds out which version the server speaks. On failure nothing is left behind.
     *
     * @param name the server's name, for messages
     * @param changes is told which list of the server has changed, such as {@code tools}; must not block
     * @throws McpException when that failed; the message ends with what the server said outside the protocol
     * @throws dev.agentloop.SandboxUnavailableException when the policy cannot be enforced
     */
    public static McpClient connect(
            String name, Connector connector, ClientOffers offers, Consumer<String> changes, Duration timeout)
            throws McpException, InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        ServerRequests requests = new ServerRequests(name, offers);
        ServerMessages messages = new ServerMessages(name, requests, changes);
        ClientIdentity identity = ClientIdentity.offering(offers.capabilities());
        McpTransport transport;
        try {
            transport = connector.open(messages);
        } catch (ToolExecutionException e) {
            throw new McpException("it could not be started: " + e.getMessage(), e);
        }
        try {
            return negotiate(
                    identity, requests, messages, transport, new Negotiation(transport, identity, deadline)::run);
        } catch (McpException failure) {
            if (!(failure.getCause() instanceof HttpStatusException refusal)
                    || !STATUS_OF_OLD_SERVERS.contains(refusal.status())) {
                throw failure;
            }
            Optional<McpTransport> old = connector.openOld(messages);
            if (old.isEmpty()) {
                throw failure;
            }
            try {
                Negotiation negotiation = new Negotiation(old.get(), identity, deadline);
                return negotiate(identity, requests, messages, old.get(), negotiation::handshake);
            } catch (McpException second) {
                failure.addSuppressed(second);
                throw failure;
            }
        }
    }

    private static McpClient negotiate(
            ClientIdentity identity,
            ServerRequests requests,
            ServerMessages messages,
            McpTransport transport,
            Opening opening)
            throws McpException, InterruptedException {
        boolean connected = false;
        try {
            Era era = opening.find();
            connected = true;
            return new McpClient(identity, requests, messages, transport, era);
        } catch (JsonRpcException | TimeoutException | IOException | UnknownVersionException e) {
            String reason = reason(e, transport);
            transport.beginStop();
            transport.finishStop(Duration.ZERO);
            String lastWords = transport.lastWords();
            throw new McpException(
                    lastWords.isEmpty() ? reason : reason + ". It wrote to standard error: " + lastWords, e);
        } finally {
            if (!connected) {
                transport.beginStop();
                transport.finishStop(Duration.ZERO);
            }
        }
    }

    private static String reason(Exception failure, McpTransport transport) throws InterruptedException {
        if (failure instanceof JsonRpcException answer) {
            return "it answered with error " + answer.code() + ": " + answer.getMessage();
        }
        if (failure instanceof TimeoutException) {
            return "it has not answered in time";
        }
        Optional<String> end = failure instanceof IOException ? transport.howItEnded(EXIT_WAIT) : Optional.empty();
        return end.map(how -> "it " + how).orElse(String.valueOf(failure.getMessage()));
    }

    /** What the server says about itself. */
    public ServerInfo server() {
        return era.server();
    }

    /** The version that is spoken. */
    public ProtocolVersion version() {
        return era.version();
    }

    /** How the server ended, after waiting a moment for it; empty when it still runs or none can tell. */
    public Optional<String> howItEnded() throws InterruptedException {
        return transport.howItEnded(EXIT_WAIT);
    }

    /**
     * Calls a tool and waits for its result. Gives up, and tells the server so, at the time-out, when the caller's turn
     * is cancelled, and when the thread is interrupted.
     *
     * @param caller the tool call on whose behalf this is; null when there is none, and then the server cannot ask the model
     * @param progress is told how far the call is, on this thread
     * @return the result as the server wrote it, which may be a failure of the tool
     * @throws java.util.concurrent.CancellationException when the caller's turn was cancelled
     */
    public JsonNode callTool(
            ListTools.Tool tool,
            JsonNode arguments,
            Duration timeout,
            @Nullable ToolContext caller,
            Consumer<String> progress)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException {
        long token = lastProgressToken.incrementAndGet();
        ObjectNode params = CallTool.params(tool.name(), arguments, token);
        Map<String, String> headers = tool.headers().values(arguments);
        Rounds rounds = new Rounds(this::send, requests, Deadline.in(timeout), progress);
        messages.begin(token, rounds::step, caller);
        try {
            return rounds.run(new Outgoing(CallTool.METHOD, params, headers, caller))
                    .result();
        } finally {
            messages.end(token);
        }
    }

    /** Sends a request and waits for its result. */
    public Answer request(String method, ObjectNode params, Duration timeout)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException {
        return new Rounds(this::send, requests, Deadline.in(timeout), step -> {}).run(Outgoing.of(method, params));
    }

    /** One round: sends, waits, and makes a new session when the server has forgotten the old one. */
    private Answer send(Outgoing request, Rounds.Wait wait)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException {
        Era spoken = era;
        try {
            return await(spoken, request, wait);
        } catch (SessionExpiredException expired) {
            return await(newSession(spoken, wait.deadline()), request, wait);
        }
    }

    private Answer await(Era spoken, Outgoing request, Rounds.Wait wait)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException {
        try {
            return wait.await(transport.request(spoken.dress(request)));
        } catch (ExecutionException e) {
            throw Waiting.failure(e);
        }
    }

    private Era newSession(Era old, Deadline deadline)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException {
        handshakeLock.lockInterruptibly();
        try {
            if (era == old) {
                era = new Negotiation(transport, identity, deadline).handshake();
            }
            return era;
        } catch (UnknownVersionException e) {
            throw new IOException("The server has restarted and " + e.getMessage(), e);
        } finally {
            handshakeLock.unlock();
        }
    }

    /** Tells the server to end; does not wait. Calls that run fail. */
    public void beginStop() {
        transport.beginStop();
    }

    /** Waits for the server's end and enforces it when that takes longer. */
    public void finishStop(Duration patience) {
        transport.finishStop(patience);
    }
}

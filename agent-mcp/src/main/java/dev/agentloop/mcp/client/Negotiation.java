package dev.agentloop.mcp.client;

import dev.agentloop.internal.jsonrpc.Answer;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.mcp.protocol.Discover;
import dev.agentloop.mcp.protocol.Initialize;
import dev.agentloop.mcp.protocol.McpJson;
import dev.agentloop.mcp.transport.HttpStatusException;
import dev.agentloop.mcp.transport.McpTransport;
import dev.agentloop.mcp.transport.Outgoing;
import dev.agentloop.mcp.transport.ProtocolVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * Finds out which version a server speaks: asks in the stateless way first, and shakes hands with a server that does not
 * understand that.
 */
final class Negotiation {
    /** Some servers never answer what they do not know. After this time they are asked in the old way as well. */
    private static final Duration DISCOVERY_PATIENCE = Duration.ofSeconds(2);

    private final McpTransport transport;
    private final ClientIdentity client;
    private final Deadline deadline;

    Negotiation(McpTransport transport, ClientIdentity client, Deadline deadline) {
        this.transport = transport;
        this.client = client;
        this.deadline = deadline;
    }

    /**
     * Asks, and leaves the transport speaking the version that was found.
     *
     * @throws JsonRpcException when the server refuses both ways
     * @throws UnknownVersionException when it speaks no version of ours
     */
    Era run() throws JsonRpcException, IOException, TimeoutException, InterruptedException, UnknownVersionException {
        CompletableFuture<Answer> discovery = discover();
        try {
            Optional<Era> stateless = stateless(Waiting.await(discovery, deadline.atMost(DISCOVERY_PATIENCE)));
            return stateless.isPresent() ? stateless.get() : handshake();
        } catch (TimeoutException mute) {
            return handshakeBeside(discovery);
        } catch (JsonRpcException refusal) {
            return isAboutVersion(refusal) ? again() : handshake();
        } catch (HttpStatusException refusal) {
            return handshake();
        } finally {
            discovery.cancel(false);
        }
    }

    /** The server named the version in its refusal of the same version: it wants to be asked twice. */
    private Era again()
            throws JsonRpcException, IOException, TimeoutException, InterruptedException, UnknownVersionException {
        try {
            Optional<Era> stateless = stateless(Waiting.await(discover(), deadline));
            if (stateless.isPresent()) {
                return stateless.get();
            }
        } catch (JsonRpcException | HttpStatusException refusal) {
            // The old way is what remains.
        }
        return handshake();
    }

    private static boolean isAboutVersion(JsonRpcException refusal) {
        return refusal.code() == Discover.UNSUPPORTED_VERSION
                && refusal.data() != null
                && newestStateless(Discover.supportedVersions(refusal.data())).isPresent();
    }

    private CompletableFuture<Answer> discover() {
        ProtocolVersion version = ProtocolVersion.V2026_07_28;
        transport.speak(version);
        return transport.request(StatelessEra.dress(Outgoing.of(Discover.METHOD, McpJson.object()), version, client));
    }

    private Optional<Era> stateless(Answer answer) {
        Discover found = Discover.of(answer.result());
        return newestStateless(found.supportedVersions())
                .map(version -> new StatelessEra(version, found.server(), client));
    }

    private static Optional<ProtocolVersion> newestStateless(List<String> versions) {
        return versions.stream()
                .flatMap(text -> ProtocolVersion.of(text).stream())
                .filter(ProtocolVersion::isStateless)
                .min(ProtocolVersion::compareTo);
    }

    private Era handshakeBeside(CompletableFuture<Answer> discovery)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException, UnknownVersionException {
        try {
            return handshake();
        } catch (JsonRpcException | TimeoutException refusal) {
            if (!discovery.isDone() || discovery.isCompletedExceptionally()) {
                throw refusal;
            }
            transport.speak(ProtocolVersion.V2026_07_28);
            Optional<Era> stateless = stateless(discovery.join());
            if (stateless.isEmpty()) {
                throw refusal;
            }
            return stateless.get();
        }
    }

    /** The handshake alone, as a new session begins. */
    Era handshake()
            throws JsonRpcException, IOException, TimeoutException, InterruptedException, UnknownVersionException {
        transport.forgetSession();
        String newest = ProtocolVersion.withHandshake().get(0).text();
        Outgoing request =
                Outgoing.of(Initialize.METHOD, Initialize.params(newest, client.info(), client.capabilities()));
        Initialize found = Initialize.of(
                Waiting.await(transport.request(request), deadline).result());
        ProtocolVersion version = ProtocolVersion.of(found.protocolVersion())
                .filter(spoken -> !spoken.isStateless())
                .orElseThrow(() -> new UnknownVersionException(found.protocolVersion()));
        transport.speak(version);
        transport.sendNotification(Initialize.INITIALIZED, null);
        transport.listen();
        return new Era.Handshake(version, found.server());
    }
}

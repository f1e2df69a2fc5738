package dev.agentloop.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.internal.jsonrpc.Answer;
import dev.agentloop.internal.jsonrpc.CancelDialect;
import dev.agentloop.internal.jsonrpc.Peer;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server as a process that speaks over its input and output. Text on its output that is no message is skipped. */
public final class StdioTransport implements McpTransport {
    private static final Logger LOGGER = LoggerFactory.getLogger(StdioTransport.class);
    private static final long LAST_WORDS_WAIT_MILLIS = 1_000;

    /** Between the polite signal and the deadly one. */
    private static final Duration TERMINATION_PATIENCE = Duration.ofSeconds(1);

    private final String name;
    private final RunningCommand process;
    private final ServerLog log;
    private final Peer peer;

    private StdioTransport(String name, RunningCommand process, ServerLog log, Peer peer) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.peer = peer;
    }

    /**
     * Starts the process.
     *
     * @param environment variables for the process, with those of the server's settings
     * @param handler answers the server
     * @throws dev.agentloop.SandboxUnavailableException when the policy cannot be enforced
     * @throws dev.agentloop.ToolExecutionException when the command cannot be started
     */
    public static StdioTransport start(
            McpServerSpec server,
            Map<String, String> environment,
            CommandRunner commands,
            Path workingDirectory,
            ServerHandler handler,
            McpThreads threads) {
        CommandSpec command = CommandSpec.builder(server.argv())
                .workingDirectory(workingDirectory)
                .environment(environment)
                .build();
        RunningCommand process = commands.start(command, Terminal.pipes());
        ServerLog log = new ServerLog(server.name(), process.stderr(), environment.values());
        Peer peer = Peer.builder(process.stdout(), process.stdin(), threads)
                .name("MCP server " + server.name())
                .handler(new PeerAdapter(server.name(), handler))
                .cancelDialect(CancelDialect.MCP)
                .build();
        threads.execute(log);
        threads.execute(peer::run);
        return new StdioTransport(server.name(), process, log, peer);
    }

    @Override
    public CompletableFuture<Answer> request(Outgoing request) {
        return peer.callForLine(request.method(), request.params());
    }

    @Override
    public void sendNotification(String method, @Nullable JsonNode params) throws IOException {
        peer.sendNotification(method, params);
    }

    @Override
    public Optional<String> howItEnded(Duration wait) throws InterruptedException {
        return process.waitFor(wait) && process.exitCode().isPresent()
                ? Optional.of("ended with exit code " + process.exitCode().getAsInt())
                : Optional.empty();
    }

    @Override
    public String lastWords() {
        return log.tail(LAST_WORDS_WAIT_MILLIS);
    }

    /** Closes the server's input, by which it learns that it shall end. */
    @Override
    public void beginStop() {
        try {
            peer.close();
        } catch (IOException e) {
            LOGGER.debug("The connection to MCP server {} was not closed cleanly", name, e);
        }
    }

    /** Waits for the end of the process, then asks it to end by a signal, then kills it and what it started. */
    @Override
    public void finishStop(Duration patience) {
        try {
            if (!process.waitFor(patience)) {
                LOGGER.debug("MCP server {} does not end by itself and is told to", name);
                process.terminate();
                if (!process.waitFor(TERMINATION_PATIENCE)) {
                    LOGGER.debug("MCP server {} does not end when told to and is killed", name);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.kill();
        }
    }
}

package dev.agentloop.mcp.transport;

import dev.agentloop.internal.jsonrpc.CancelDialect;
import dev.agentloop.internal.jsonrpc.Peer;
import dev.agentloop.internal.jsonrpc.PeerHandler;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server as a process that speaks over its input and output. Text on its output that is no message is skipped.
 * Thread-safe. To stop many at once, begin with all and then finish all.
 */
public final class StdioTransport {
    private static final Logger LOGGER = LoggerFactory.getLogger(StdioTransport.class);
    private static final long LAST_WORDS_WAIT_MILLIS = 1_000;

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
     * @param handler answers the server
     * @throws dev.agentloop.SandboxUnavailableException when the policy cannot be enforced
     * @throws dev.agentloop.ToolExecutionException when the command cannot be started
     */
    public static StdioTransport start(
            McpServerSpec server,
            CommandRunner commands,
            Path workingDirectory,
            PeerHandler handler,
            McpThreads threads) {
        CommandSpec command = CommandSpec.builder(server.argv())
                .workingDirectory(workingDirectory)
                .environment(server.environment())
                .build();
        RunningCommand process = commands.start(command, Terminal.pipes());
        ServerLog log = new ServerLog(
                server.name(), process.stderr(), server.environment().values());
        Peer peer = Peer.builder(process.stdout(), process.stdin(), threads)
                .name("MCP server " + server.name())
                .handler(handler)
                .cancelDialect(CancelDialect.MCP)
                .build();
        threads.execute(log);
        threads.execute(peer::run);
        return new StdioTransport(server.name(), process, log, peer);
    }

    /** The way to talk to the server. */
    public Peer peer() {
        return peer;
    }

    /** The exit code, after waiting for it a moment; empty when the process still runs. */
    public OptionalInt exitCode(Duration wait) throws InterruptedException {
        return process.waitFor(wait) ? process.exitCode() : OptionalInt.empty();
    }

    /** The end of what the server wrote to standard error; empty when nothing. To be asked after the stop. */
    public String lastWords() {
        return log.tail(LAST_WORDS_WAIT_MILLIS);
    }

    /** Closes the server's input, by which it learns that it shall end. Does not wait. */
    public void beginStop() {
        try {
            peer.close();
        } catch (IOException e) {
            LOGGER.debug("The connection to MCP server {} was not closed cleanly", name, e);
        }
    }

    /** Waits for the end of the process and kills it, and what it started, when that takes longer. */
    public void finishStop(Duration patience) {
        try {
            if (!process.waitFor(patience)) {
                LOGGER.debug("MCP server {} does not end by itself and is killed", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.kill();
        }
    }
}

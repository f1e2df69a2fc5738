package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.ToolExecutionException;
import dev.agentloop.internal.jsonrpc.Answer;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.internal.jsonrpc.Peer;
import dev.agentloop.mcp.protocol.CallTool;
import dev.agentloop.mcp.protocol.Initialize;
import dev.agentloop.mcp.protocol.ListTools;
import dev.agentloop.mcp.protocol.ToolResult;
import dev.agentloop.mcp.transport.McpThreads;
import dev.agentloop.mcp.transport.StdioTransport;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One server that was started and has told its tools. Thread-safe. */
public final class McpClient {
    private static final Duration EXIT_CODE_WAIT = Duration.ofSeconds(1);
    private static final int MOST_PAGES = 1_000;

    private final McpServerSpec spec;
    private final ServerMessages messages;
    private final StdioTransport transport;
    private final AtomicLong lastProgressToken = new AtomicLong();
    private List<ListTools.Tool> tools = List.of();
    private List<String> unusableTools = List.of();

    private McpClient(McpServerSpec spec, ServerMessages messages, StdioTransport transport) {
        this.spec = spec;
        this.messages = messages;
        this.transport = transport;
    }

    /**
     * Starts a server, shakes hands and lists its tools, all within its start time-out. On failure nothing is left
     * behind.
     *
     * @throws McpException when that failed; the message ends with what the server wrote to standard error
     * @throws dev.agentloop.SandboxUnavailableException when the policy cannot be enforced
     */
    public static McpClient start(McpServerSpec spec, CommandRunner commands, Path workingDirectory, McpThreads threads)
            throws McpException, InterruptedException {
        long deadline = System.nanoTime() + spec.startTimeout().toNanos();
        ServerMessages messages = new ServerMessages(spec.name());
        StdioTransport transport;
        try {
            transport = StdioTransport.start(spec, commands, workingDirectory, messages, threads);
        } catch (ToolExecutionException e) {
            throw new McpException("it could not be started: " + e.getMessage(), e);
        }
        McpClient client = new McpClient(spec, messages, transport);
        boolean started = false;
        try {
            client.initialize(deadline);
            started = true;
            return client;
        } catch (JsonRpcException e) {
            throw client.failure("it answered with error " + e.code() + ": " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw client.failure(
                    "it was not ready within " + spec.startTimeout().toMillis() + " ms: " + e.getMessage(), e);
        } catch (IOException e) {
            OptionalInt exitCode = transport.exitCode(EXIT_CODE_WAIT);
            throw client.failure(
                    exitCode.isPresent()
                            ? "it ended with exit code " + exitCode.getAsInt()
                            : String.valueOf(e.getMessage()),
                    e);
        } finally {
            if (!started) {
                client.beginStop();
                client.finishStop(Duration.ZERO);
            }
        }
    }

    private void initialize(long deadline)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException, McpException {
        Peer peer = transport.peer();
        String version = Optional.ofNullable(McpClient.class.getPackage().getImplementationVersion())
                .orElse("development");
        Initialize.Result server =
                Initialize.Result.of(peer.call(Initialize.METHOD, Initialize.params(version), remaining(deadline)));
        if (!Initialize.VERSIONS.contains(server.protocolVersion())) {
            throw failure(
                    "it speaks protocol version '" + server.protocolVersion() + "', this client only "
                            + Initialize.VERSIONS,
                    null);
        }
        peer.sendNotification(Initialize.INITIALIZED, null);
        if (server.hasTools()) {
            listTools(deadline);
        }
    }

    private void listTools(long deadline)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException, McpException {
        List<ListTools.Tool> listed = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        @Nullable String cursor = null;
        do {
            Answer answer =
                    transport.peer().callForLine(ListTools.METHOD, ListTools.params(cursor), remaining(deadline));
            ListTools.Page page = ListTools.page(answer.result(), answer.line());
            listed.addAll(page.tools());
            unusable.addAll(page.unusable());
            cursor = page.nextCursor();
            if (cursor != null && (!cursors.add(cursor) || cursors.size() > MOST_PAGES)) {
                throw failure("its list of tools does not end: page '" + cursor + "' comes again or is too many", null);
            }
        } while (cursor != null);
        tools = List.copyOf(listed);
        unusableTools = List.copyOf(unusable);
    }

    private McpException failure(String reason, @Nullable Exception cause) {
        beginStop();
        finishStop(Duration.ZERO);
        String lastWords = transport.lastWords();
        return new McpException(
                lastWords.isEmpty() ? reason : reason + ". It wrote to standard error: " + lastWords, cause);
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** The server as it was asked for. */
    public McpServerSpec spec() {
        return spec;
    }

    /** The server's tools in its own order. */
    public List<ListTools.Tool> tools() {
        return tools;
    }

    /** Tools that were left out, and why. */
    public List<String> unusableTools() {
        return unusableTools;
    }

    /**
     * Calls a tool and waits for its result, at most the server's call time-out. What goes wrong at the server is a
     * failed output.
     *
     * @param cancellation ends the call, at the server as well
     * @param progress is told how far the call is, on this thread
     * @throws java.util.concurrent.CancellationException when the call was cancelled
     */
    public ToolOutput call(String tool, JsonNode arguments, Cancellation cancellation, Consumer<String> progress)
            throws InterruptedException {
        long token = lastProgressToken.incrementAndGet();
        RunningCall running = new RunningCall();
        messages.listen(token, running::step);
        CompletableFuture<JsonNode> call =
                transport.peer().call(CallTool.METHOD, CallTool.params(tool, arguments, token));
        Cancellation.Registration registration = cancellation.onCancel(() -> call.cancel(false));
        try {
            return ToolResult.output(running.await(call, spec.callTimeout().toNanos(), progress));
        } catch (TimeoutException e) {
            return ToolOutput.error("The MCP server " + spec.name() + " has not answered within "
                    + spec.callTimeout().toMillis()
                    + " ms; the call was cancelled. Whether it had an effect is unknown.");
        } catch (ExecutionException e) {
            return ToolOutput.error(reason(Objects.requireNonNullElse(e.getCause(), e)));
        } finally {
            registration.close();
            messages.forget(token);
        }
    }

    private String reason(Throwable failure) throws InterruptedException {
        if (failure instanceof JsonRpcException answer) {
            return "The MCP server " + spec.name() + " answered with error " + answer.code() + ": "
                    + answer.getMessage();
        }
        OptionalInt exitCode = transport.exitCode(EXIT_CODE_WAIT);
        if (exitCode.isPresent()) {
            return "The MCP server " + spec.name() + " has ended with exit code " + exitCode.getAsInt()
                    + ". Whether the call had an effect is unknown. Its tools cannot be used any more.";
        }
        return "The MCP server " + spec.name() + " could not be reached: " + failure.getMessage();
    }

    /** Tells the server to end; does not wait. Calls that run fail. */
    public void beginStop() {
        transport.beginStop();
    }

    /** Waits for the server's end and kills it when that takes longer. */
    public void finishStop(Duration patience) {
        transport.finishStop(patience);
    }
}

package dev.agentloop.mcp;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.AgentException;
import dev.agentloop.mcp.client.McpException;
import dev.agentloop.mcp.transport.McpThreads;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of one agent, started side by side. Whoever started them stops them. */
final class McpServers implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(McpServers.class);
    private static final String SERVER_NOTICE = "mcp.server";

    /** After which time a server that was told to end is made to; they wait side by side. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final ToolEnvironment environment;
    private final Consumer<List<ToolHandler>> offer;
    private final McpThreads threads = new McpThreads();
    private final ServerFactory factory;
    private final ToolCatalog catalog;
    private final List<ServerConnection> connections = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** @param offer takes tools that come later */
    McpServers(ToolEnvironment environment, Logins logins, Consumer<List<ToolHandler>> offer) {
        this.environment = environment;
        this.offer = offer;
        this.factory = new ServerFactory(environment, logins, HostVariables.ofProcess(), threads);
        this.catalog = new ToolCatalog(environment);
    }

    /**
     * Starts the servers of the environment. A server that cannot be started is a notice, if it is not required.
     *
     * @return the tools, sorted by name
     * @throws AgentConfigurationException when a required server cannot be started, or two have one name
     */
    List<ToolHandler> start() {
        requireUniqueNames(environment.mcpServers());
        boolean started = false;
        try {
            startAll();
            started = true;
            return catalog.tools();
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private static void requireUniqueNames(List<McpServerSpec> specs) {
        Set<String> names = new HashSet<>();
        for (McpServerSpec spec : specs) {
            if (!names.add(spec.name())) {
                throw new AgentConfigurationException(
                        "Two MCP servers are named " + spec.name() + "; give each a name of its own");
            }
        }
    }

    private void startAll() {
        long begin = System.nanoTime();
        Map<StartingServer, Future<?>> starting = new LinkedHashMap<>();
        for (McpServerSpec spec : environment.mcpServers()) {
            StartingServer server = new StartingServer(spec);
            starting.put(server, threads.submit(server));
        }
        List<AgentException> failures = new ArrayList<>();
        try {
            for (Map.Entry<StartingServer, Future<?>> start : starting.entrySet()) {
                long deadline = begin + start.getKey().spec.startWait().toNanos();
                await(start.getKey(), start.getValue(), deadline, failures);
            }
        } catch (InterruptedException e) {
            starting.values().forEach(start -> start.cancel(true));
            Thread.currentThread().interrupt();
            failures.add(new AgentConfigurationException("Interrupted while MCP servers were starting", e));
        }
        if (!failures.isEmpty()) {
            AgentException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void await(StartingServer server, Future<?> start, long deadline, List<AgentException> failures)
            throws InterruptedException {
        try {
            if (server.spec.required()) {
                start.get();
            } else {
                start.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            if (server.joinLater()) {
                environment.notice(
                        SERVER_NOTICE,
                        "The MCP server " + server.spec.name() + " is still starting; its tools come when it is ready");
            }
        } catch (ExecutionException e) {
            failure(server.spec, Objects.requireNonNullElse(e.getCause(), e)).ifPresent(failures::add);
        }
    }

    /** What stops the agent from being built; a notice for all else. */
    private Optional<AgentException> failure(McpServerSpec spec, Throwable failure) {
        if (failure instanceof AgentException refusal) {
            return Optional.of(refusal);
        }
        String reason = failure instanceof McpException ? failure.getMessage() : "starting it failed: " + failure;
        if (spec.required()) {
            return Optional.of(new AgentConfigurationException(
                    "The MCP server " + spec.name() + " is required, but " + reason, failure));
        }
        environment.notice(SERVER_NOTICE, "The tools of MCP server " + spec.name() + " are missing: " + reason);
        return Optional.empty();
    }

    /** The start of one server, on a thread of its own, with somebody waiting for it or not. */
    private final class StartingServer implements Callable<Void> {
        private final McpServerSpec spec;
        private boolean ready;
        private boolean late;

        StartingServer(McpServerSpec spec) {
            this.spec = spec;
        }

        /** Nobody waits any more; false when the server has become ready meanwhile. */
        synchronized boolean joinLater() {
            late = !ready;
            return late;
        }

        private synchronized boolean isLate() {
            ready = true;
            return late;
        }

        @Override
        public Void call() throws McpException, InterruptedException {
            try {
                ServerConnection connection = factory.connection(spec, what -> changed(spec, what));
                connections.add(connection);
                if (closed) {
                    connection.beginStop();
                }
                catalog.read(connection);
                if (isLate()) {
                    offer.accept(catalog.toolsOf(spec));
                }
                return null;
            } catch (McpException | RuntimeException e) {
                if (isLate()) {
                    failure(spec, e).ifPresent(refusal -> environment.notice(SERVER_NOTICE, refusal.getMessage()));
                }
                throw e;
            }
        }
    }

    /** A server says that one of its lists has changed. */
    private void changed(McpServerSpec spec, String what) {
        if (!what.equals("tools")) {
            return;
        }
        try {
            threads.execute(() -> reread(spec));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("MCP server {} changed its tools after the end", spec.name(), e);
        }
    }

    private void reread(McpServerSpec spec) {
        try {
            for (ServerConnection connection : connections) {
                if (connection.spec() == spec && catalog.isRead(spec)) {
                    List<ToolHandler> changed = catalog.readAgain(connection);
                    if (!changed.isEmpty()) {
                        offer.accept(changed);
                    }
                }
            }
        } catch (McpException e) {
            environment.notice(
                    SERVER_NOTICE,
                    "The MCP server " + spec.name() + " has changed its tools, which could not be read: "
                            + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops all servers, within seconds. */
    @Override
    public void close() {
        closed = true;
        connections.forEach(ServerConnection::beginStop);
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        for (ServerConnection connection : connections) {
            connection.finishStop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        connections.clear();
        threads.close();
    }
}

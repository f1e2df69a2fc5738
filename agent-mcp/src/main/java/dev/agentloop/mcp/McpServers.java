package dev.agentloop.mcp;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.AgentException;
import dev.agentloop.mcp.client.McpClient;
import dev.agentloop.mcp.client.McpException;
import dev.agentloop.mcp.protocol.ListTools;
import dev.agentloop.mcp.transport.McpThreads;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The servers of one agent, started side by side. Whoever started them stops them. */
final class McpServers implements AutoCloseable {
    private static final String SERVER_NOTICE = "mcp.server";
    private static final String TOOL_NOTICE = "mcp.tool";

    /** After which time a server that was told to end is killed; they wait side by side. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final ToolEnvironment environment;
    private final McpThreads threads = new McpThreads();
    private final List<McpClient> clients = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private McpServers(ToolEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Starts the servers of the environment. A server that cannot be started is a notice, if it is not required.
     *
     * @throws AgentConfigurationException when a required server cannot be started, or a server cannot be used at all
     */
    static McpServers start(ToolEnvironment environment) {
        requireUsable(environment.mcpServers());
        McpServers servers = new McpServers(environment);
        boolean started = false;
        try {
            servers.startAll();
            started = true;
            return servers;
        } finally {
            if (!started) {
                servers.close();
            }
        }
    }

    private static void requireUsable(List<McpServerSpec> specs) {
        Set<String> names = new HashSet<>();
        for (McpServerSpec spec : specs) {
            if (!names.add(spec.name())) {
                throw new AgentConfigurationException(
                        "Two MCP servers are named " + spec.name() + "; give each a name of its own");
            }
            if (spec.url().isPresent()) {
                throw new AgentConfigurationException("The MCP server " + spec.name() + " is reached over HTTP, which"
                        + " this version cannot do yet. Start it as a process with McpServerSpec.stdio, or remove it.");
            }
        }
    }

    private void startAll() {
        Map<McpServerSpec, Future<?>> starting = new LinkedHashMap<>();
        for (McpServerSpec spec : environment.mcpServers()) {
            starting.put(spec, threads.submit(() -> startOne(spec)));
        }
        List<AgentException> failures = new ArrayList<>();
        try {
            for (Map.Entry<McpServerSpec, Future<?>> start : starting.entrySet()) {
                try {
                    start.getValue().get();
                } catch (ExecutionException e) {
                    take(start.getKey(), Objects.requireNonNullElse(e.getCause(), e), failures);
                }
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

    /** Adds the client on the starting thread, so that none is lost when nobody waits for it any more. */
    private McpClient startOne(McpServerSpec spec) throws McpException, InterruptedException {
        McpClient client = McpClient.start(spec, environment.commands(), environment.workingDirectory(), threads);
        clients.add(client);
        if (closed) {
            client.beginStop();
            client.finishStop(Duration.ZERO);
        }
        return client;
    }

    private void take(McpServerSpec spec, Throwable failure, List<AgentException> failures) {
        if (failure instanceof AgentException refusal) {
            failures.add(refusal);
            return;
        }
        String reason = failure instanceof McpException ? failure.getMessage() : "starting it failed: " + failure;
        if (spec.required()) {
            failures.add(new AgentConfigurationException(
                    "The MCP server " + spec.name() + " is required, but " + reason, failure));
        } else {
            environment.notice(SERVER_NOTICE, "The tools of MCP server " + spec.name() + " are missing: " + reason);
        }
    }

    /** The tools by name, whatever order servers list them in. */
    List<ToolHandler> tools() {
        Map<String, ToolHandler> tools = new TreeMap<>();
        List<McpClient> byName = new ArrayList<>(clients);
        byName.sort(Comparator.comparing(client -> client.spec().name()));
        for (McpClient client : byName) {
            McpServerSpec spec = client.spec();
            Set<String> listed = new HashSet<>();
            for (ListTools.Tool tool : client.tools()) {
                listed.add(tool.name());
                if (isWanted(spec, tool.name())) {
                    McpTool handler = new McpTool(client, tool);
                    if (tools.putIfAbsent(handler.spec().name(), handler) != null) {
                        toolNotice(spec, "lists the tool " + tool.name() + " twice; the first is used");
                    }
                }
            }
            client.unusableTools().forEach(reason -> toolNotice(spec, "has a tool that cannot be used: " + reason));
            spec.enabledTools().stream()
                    .filter(name -> !listed.contains(name))
                    .sorted()
                    .forEach(name -> toolNotice(spec, "has no tool " + name + ", which is to be enabled"));
        }
        return List.copyOf(tools.values());
    }

    private static boolean isWanted(McpServerSpec spec, String tool) {
        return (spec.enabledTools().isEmpty() || spec.enabledTools().contains(tool))
                && !spec.disabledTools().contains(tool);
    }

    private void toolNotice(McpServerSpec spec, String what) {
        environment.notice(TOOL_NOTICE, "The MCP server " + spec.name() + " " + what);
    }

    /** Stops all servers, within seconds. */
    @Override
    public void close() {
        closed = true;
        clients.forEach(McpClient::beginStop);
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        for (McpClient client : clients) {
            client.finishStop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        clients.clear();
        threads.close();
    }
}

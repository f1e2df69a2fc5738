package dev.agentloop.mcp;

import dev.agentloop.mcp.client.McpException;
import dev.agentloop.mcp.client.ToolList;
import dev.agentloop.mcp.protocol.ListTools;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolHandler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The tools of all servers that are ready, sorted by name whatever order servers list them in. Thread-safe. */
final class ToolCatalog {
    private static final String TOOL_NOTICE = "mcp.tool";

    private final ToolEnvironment environment;
    private final Map<String, Map<String, ToolHandler>> toolsByServer = new ConcurrentHashMap<>();

    ToolCatalog(ToolEnvironment environment) {
        this.environment = environment;
    }

    /** Connects a server, if that has not been done, and reads its tools. */
    void read(ServerConnection connection) throws McpException, InterruptedException {
        McpServerSpec spec = connection.spec();
        ToolList list = ToolList.read(connection.client(), spec.startTimeout());
        toolsByServer.put(spec.name(), handlers(connection, list));
    }

    boolean isRead(McpServerSpec spec) {
        return toolsByServer.containsKey(spec.name());
    }

    /** Reads the tools once more. Returns those that are new or described otherwise than before. */
    List<ToolHandler> readAgain(ServerConnection connection) throws McpException, InterruptedException {
        Map<String, ToolHandler> before = toolsByServer.get(connection.spec().name());
        read(connection);
        List<ToolHandler> changed = new ArrayList<>();
        toolsByServer.get(connection.spec().name()).forEach((name, handler) -> {
            ToolHandler known = before.get(name);
            if (known == null || !known.spec().equals(handler.spec())) {
                changed.add(handler);
            }
        });
        return changed;
    }

    /** The tools of one server. */
    List<ToolHandler> toolsOf(McpServerSpec spec) {
        return List.copyOf(toolsByServer.getOrDefault(spec.name(), Map.of()).values());
    }

    /** The tools of all servers that have been read. */
    List<ToolHandler> tools() {
        Map<String, ToolHandler> all = new TreeMap<>();
        toolsByServer.values().forEach(all::putAll);
        return List.copyOf(all.values());
    }

    private Map<String, ToolHandler> handlers(ServerConnection connection, ToolList list) {
        McpServerSpec spec = connection.spec();
        Map<String, ToolHandler> handlers = new TreeMap<>();
        Set<String> listed = new HashSet<>();
        for (ListTools.Tool tool : list.tools()) {
            listed.add(tool.name());
            if (isWanted(spec, tool.name())) {
                McpTool handler = new McpTool(connection, tool);
                if (handlers.putIfAbsent(handler.spec().name(), handler) != null) {
                    notice(spec, "lists the tool " + tool.name() + " twice; the first is used");
                }
            }
        }
        list.unusable().forEach(reason -> notice(spec, "has a tool that cannot be used: " + reason));
        spec.enabledTools().stream()
                .filter(name -> !listed.contains(name))
                .sorted()
                .forEach(name -> notice(spec, "has no tool " + name + ", which is to be enabled"));
        return handlers;
    }

    private static boolean isWanted(McpServerSpec spec, String tool) {
        return (spec.enabledTools().isEmpty() || spec.enabledTools().contains(tool))
                && !spec.disabledTools().contains(tool);
    }

    private void notice(McpServerSpec spec, String what) {
        environment.notice(TOOL_NOTICE, "The MCP server " + spec.name() + " " + what);
    }
}

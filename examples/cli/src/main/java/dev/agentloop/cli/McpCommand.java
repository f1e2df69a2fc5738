package dev.agentloop.cli;

import dev.agentloop.Agent;
import dev.agentloop.TurnResult;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ElicitationHandler;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import dev.agentloop.event.TurnItem;
import dev.agentloop.mcp.McpToolProvider;
import dev.agentloop.mcp.login.BrowserLogin;
import dev.agentloop.mcp.login.McpLogin;
import dev.agentloop.mcp.login.PastedLogin;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code agent mcp}: the MCP servers of the configuration, for people. */
@Command(
        name = "mcp",
        mixinStandardHelpOptions = true,
        description = "Works with the MCP servers of the configuration.",
        synopsisSubcommandLabel = "COMMAND")
final class McpCommand {
    private static final String PREFIX = "mcp__"; // of the names that models see
    private static final Duration LOGIN_PATIENCE = Duration.ofMinutes(5);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agentCommand;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Prints the servers, one JSON object a line; starts none.")
    int list(@Mixin WorkOptions work) {
        CliContext context = agentCommand.context();
        JsonLines lines = new JsonLines(context.out());
        for (McpServerSpec server : work.mcpServers(context)) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", server.name());
            server.url()
                    .ifPresentOrElse(url -> json.put("url", url.toString()), () -> json.put("command", server.argv()));
            json.put("required", server.required());
            lines.value(json);
        }
        return ExitCode.SUCCESS;
    }

    @Command(
            name = "tools",
            mixinStandardHelpOptions = true,
            description = "Starts a server, prints its tools, one JSON object a line, and stops it.")
    int tools(@Mixin WorkOptions work, @Parameters(paramLabel = "SERVER") String server) {
        JsonLines lines = new JsonLines(agentCommand.context().out());
        for (ToolSpec tool : agent(work, server, new OneCallModel("", "{}")).tools()) {
            if (tool.name().startsWith(PREFIX)) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("name", tool.name());
                json.put("description", tool.description());
                json.put("inputSchema", tool.inputSchema().json());
                lines.value(json);
            }
        }
        return ExitCode.SUCCESS;
    }

    @Command(
            name = "call",
            mixinStandardHelpOptions = true,
            description = "Starts a server, calls one of its tools and prints the text of the answer.")
    int call(
            @Mixin WorkOptions work,
            @Parameters(paramLabel = "SERVER") String server,
            @Parameters(paramLabel = "TOOL", description = "The server's name for it, or that of 'mcp tools'.")
                    String tool,
            @Parameters(paramLabel = "JSON", arity = "0..1", defaultValue = "{}", description = "The arguments.")
                    String arguments) {
        String name = tool.startsWith(PREFIX) ? tool : PREFIX + server + "__" + tool;
        Agent agent = agent(work, server, new OneCallModel(name, arguments));
        if (agent.tools().stream().noneMatch(each -> each.name().equals(name))) {
            throw CliException.usage("The server " + server + " has no tool " + name + "; 'agent mcp tools " + server
                    + "' prints those it has");
        }
        TurnResult result = agent.run("call");
        for (TurnItem item : result.items()) {
            if (item instanceof TurnItem.ToolInvocation invocation
                    && invocation.output().isPresent()) {
                ToolOutput output = invocation.output().get();
                agentCommand.context().out().println(output.text());
                return output.failed() ? ExitCode.FAILED : ExitCode.SUCCESS;
            }
        }
        throw CliException.failed("The call was not made");
    }

    @Command(
            name = "login",
            mixinStandardHelpOptions = true,
            description = "Logs in at a server reached over HTTP and keeps the token in the home.")
    int login(
            @Mixin WorkOptions work,
            @Option(names = "--no-browser", description = "Paste the address where the page led, from any machine.")
                    boolean noBrowser,
            @Parameters(paramLabel = "SERVER") String server) {
        CliContext context = agentCommand.context();
        McpServerSpec spec = server(work, server);
        if (spec.url().isEmpty()) {
            throw CliException.usage("The server " + server + " runs as a process and needs no login");
        }
        McpLogin login = noBrowser ? new PastedLogin(this::paste) : new BrowserLogin(this::show, LOGIN_PATIENCE);
        try (Agent agent = work.plainAgent()
                .modelProvider(new OneCallModel("", "{}"))
                .mcpServer(spec)
                .toolProvider(new McpToolProvider(login, McpTokens.of(context)))
                .listener(notices())
                .build()) {
            agent.startSession().close();
            if (agent.tools().stream().noneMatch(tool -> tool.name().startsWith(PREFIX))) {
                throw CliException.failed("The server " + server + " offers no tools after the login");
            }
        }
        context.err().println("agent: the token of " + server + " is kept in the home");
        return ExitCode.SUCCESS;
    }

    @Command(name = "logout", mixinStandardHelpOptions = true, description = "Forgets the token of a server.")
    int logout(@Mixin WorkOptions work, @Parameters(paramLabel = "SERVER") String server) throws IOException {
        URI url = server(work, server)
                .url()
                .orElseThrow(() -> CliException.usage("The server " + server + " runs as a process and has no token"));
        McpTokens.of(agentCommand.context()).delete(url.toString());
        return ExitCode.SUCCESS;
    }

    /** An agent with this server only, which ends with the command. A person calls, so nobody else is asked. */
    private Agent agent(WorkOptions work, String server, OneCallModel model) {
        Agent agent = work.plainAgent()
                .modelProvider(model)
                .mcpServer(server(work, server))
                .toolProvider(new McpToolProvider(McpTokens.of(agentCommand.context())))
                .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.approveAll())
                .elicitation(ElicitationHandler.declineAll())
                .listener(notices())
                .build();
        agentCommand.cleanup().add(agent::close);
        return agent;
    }

    private McpServerSpec server(WorkOptions work, String name) {
        List<McpServerSpec> servers = work.mcpServers(agentCommand.context());
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CliException.usage("The configuration has no MCP server " + name + ", only "
                        + servers.stream().map(McpServerSpec::name).toList()));
    }

    private EventListener notices() {
        return event -> {
            if (event instanceof AgentEvent.Notice notice && notice.code().startsWith("mcp.")) {
                agentCommand.context().err().println("agent: " + notice.message());
            }
        };
    }

    private void show(String server, URI page) {
        agentCommand.context().err().println("Open this page to log in at " + server + ":\n\n  " + page + "\n");
    }

    private String paste(String server, URI page) throws IOException {
        CliContext context = agentCommand.context();
        show(server, page);
        context.err().println("When the page is done, paste the address it led to, and press Enter:");
        @Nullable
        String line = new BufferedReader(new InputStreamReader(context.in(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("Nothing was pasted");
        }
        return line;
    }
}

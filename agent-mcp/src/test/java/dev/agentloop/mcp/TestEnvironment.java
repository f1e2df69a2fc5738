package dev.agentloop.mcp;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.approval.ElicitationHandler;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.StdioMode;
import dev.agentloop.sandbox.spi.support.PlainProcessProvider;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.Terminal;
import dev.agentloop.tool.ToolHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What an agent without a sandbox offers to the provider, and what it was told and asked to start. */
final class TestEnvironment implements ToolEnvironment, AutoCloseable {
    private final Path workingDirectory;
    private final List<McpServerSpec> servers;
    private final SandboxSession session;
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final List<RunningCommand> started = new CopyOnWriteArrayList<>();
    private volatile Consumer<List<ToolHandler>> onOffer = tools -> {};
    private volatile Optional<ElicitationHandler> elicitation = Optional.empty();

    TestEnvironment(Path workingDirectory, McpServerSpec... servers) {
        this.workingDirectory = workingDirectory;
        this.servers = List.of(servers);
        this.session = new PlainProcessProvider().open(sandbox());
    }

    List<String> notices() {
        return notices;
    }

    /** Is given the tools that come later. */
    TestEnvironment onOffer(Consumer<List<ToolHandler>> taker) {
        onOffer = taker;
        return this;
    }

    TestEnvironment elicitation(ElicitationHandler handler) {
        elicitation = Optional.of(handler);
        return this;
    }

    @Override
    public Optional<ElicitationHandler> elicitationHandler() {
        return elicitation;
    }

    @Override
    public void offer(ToolProvider provider, List<ToolHandler> tools) {
        onOffer.accept(tools);
    }

    List<RunningCommand> started() {
        return started;
    }

    @Override
    public Path workingDirectory() {
        return workingDirectory;
    }

    @Override
    public SandboxPolicy sandbox() {
        return SandboxPolicy.dangerFullAccess();
    }

    @Override
    public CommandRunner commands() {
        return new CommandRunner() {
            @Override
            public CommandResult run(CommandSpec command) {
                throw new AssertionError("A server is started, not run: " + command);
            }

            @Override
            public RunningCommand start(CommandSpec command, Terminal terminal) {
                try {
                    RunningCommand process = session.start(command, StdioMode.pipe());
                    started.add(process);
                    return process;
                } catch (CommandStartException e) {
                    throw new ToolExecutionException(e.getMessage(), e);
                }
            }
        };
    }

    @Override
    public List<McpServerSpec> mcpServers() {
        return servers;
    }

    @Override
    public void notice(String code, String message) {
        notices.add(code + ": " + message);
    }

    @Override
    public void close() {
        session.close();
    }
}

package dev.agentloop.runtime;

import dev.agentloop.approval.ElicitationHandler;
import dev.agentloop.runtime.sandbox.PlainRuns;
import dev.agentloop.runtime.sandbox.SessionSandbox;
import dev.agentloop.runtime.session.AgentSettings;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.NetworkMonitor;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What an agent offers to its tool providers. */
final class AgentToolEnvironment implements ToolEnvironment {
    private final AgentParts parts;
    private final AgentSettings settings;
    private final PlainRuns commands;
    private final AgentNotices problems;
    private final LateTools late;

    AgentToolEnvironment(
            AgentParts parts,
            AgentSettings settings,
            SandboxChoice sandboxes,
            OwnedResources owned,
            AgentNotices problems,
            LateTools late) {
        this.parts = parts;
        this.settings = settings;
        this.problems = problems;
        this.late = late;
        SessionSandbox sandbox = owned.own(new SessionSandbox(
                settings.sandbox(), () -> sandboxes.providerFor(settings.sandbox()), NetworkMonitor.NONE));
        this.commands = new PlainRuns(
                sandbox, settings.workingDirectory(), settings.limits().toolOutputBytes());
    }

    @Override
    public Path workingDirectory() {
        return settings.workingDirectory();
    }

    @Override
    public SandboxPolicy sandbox() {
        return settings.sandbox();
    }

    @Override
    public CommandRunner commands() {
        return commands;
    }

    @Override
    public List<McpServerSpec> mcpServers() {
        return List.copyOf(parts.mcpServers);
    }

    @Override
    public Optional<ElicitationHandler> elicitationHandler() {
        return Optional.ofNullable(parts.elicitationHandler);
    }

    @Override
    public void offer(ToolProvider provider, List<ToolHandler> tools) {
        late.offer(provider, tools);
    }

    @Override
    public void notice(String code, String message) {
        problems.add(code, message);
    }
}

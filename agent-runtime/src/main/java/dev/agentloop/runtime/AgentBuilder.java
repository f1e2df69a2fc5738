package dev.agentloop.runtime;

import dev.agentloop.Agent;
import dev.agentloop.Compaction;
import dev.agentloop.Configuration;
import dev.agentloop.Discovery;
import dev.agentloop.Limits;
import dev.agentloop.PromptPreview;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ElicitationHandler;
import dev.agentloop.approval.ExecPolicy;
import dev.agentloop.event.EventListener;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.runtime.context.PromptFile;
import dev.agentloop.sandbox.SandboxBackend;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.McpServerSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** Collects an agent. */
final class AgentBuilder implements Agent.Builder {
    private final AgentParts parts;

    AgentBuilder() {
        this(new AgentParts());
    }

    AgentBuilder(AgentParts parts) {
        this.parts = parts;
    }

    @Override
    public Agent.Builder model(String modelId) {
        parts.model = Objects.requireNonNull(modelId, "modelId");
        return this;
    }

    @Override
    public Agent.Builder endpoint(ModelEndpoint endpoint) {
        parts.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        return this;
    }

    @Override
    public Agent.Builder modelProvider(ModelProvider provider) {
        parts.modelProvider = Objects.requireNonNull(provider, "provider");
        return this;
    }

    @Override
    public Agent.Builder effort(ReasoningEffort effort) {
        parts.effort = Objects.requireNonNull(effort, "effort");
        return this;
    }

    @Override
    public Agent.Builder workingDirectory(Path directory) {
        parts.workingDirectory = directory.toAbsolutePath().normalize();
        return this;
    }

    @Override
    public Agent.Builder instructions(String markdown) {
        PromptFile given = PromptFile.given(Objects.requireNonNull(markdown, "markdown"));
        parts.instructions = () -> given;
        return this;
    }

    @Override
    public Agent.Builder instructionsFile(Path file) {
        Objects.requireNonNull(file, "file");
        parts.instructions = () -> PromptFile.file(file);
        return this;
    }

    @Override
    public Agent.Builder instructionsResource(Class<?> anchor, String name) {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(name, "name");
        parts.instructions = () -> PromptFile.resource(anchor, name);
        return this;
    }

    @Override
    public Agent.Builder tools(Object... annotatedObjectsOrHandlers) {
        parts.tools.addAll(List.of(annotatedObjectsOrHandlers));
        return this;
    }

    @Override
    public Agent.Builder toolProvider(ToolProvider provider) {
        parts.toolProviders.add(Objects.requireNonNull(provider, "provider"));
        return this;
    }

    @Override
    public Agent.Builder hostedTool(HostedTool tool) {
        parts.hostedTools.add(Objects.requireNonNull(tool, "tool"));
        return this;
    }

    @Override
    public Agent.Builder mcpServer(McpServerSpec server) {
        parts.mcpServers.add(Objects.requireNonNull(server, "server"));
        return this;
    }

    @Override
    public Agent.Builder sandbox(SandboxPolicy policy) {
        parts.sandbox = Objects.requireNonNull(policy, "policy");
        return this;
    }

    @Override
    public Agent.Builder sandboxProvider(String id) {
        parts.sandboxProviderId = Objects.requireNonNull(id, "id");
        parts.sandboxProvider = null;
        return this;
    }

    @Override
    public Agent.Builder sandboxProvider(SandboxBackend instance) {
        parts.sandboxProvider = Objects.requireNonNull(instance, "instance");
        parts.sandboxProviderId = null;
        return this;
    }

    @Override
    public Agent.Builder approvals(ApprovalPolicy policy, ApprovalHandler handler) {
        parts.approvalPolicy = Objects.requireNonNull(policy, "policy");
        parts.approvalHandler = Objects.requireNonNull(handler, "handler");
        return this;
    }

    @Override
    public Agent.Builder execPolicy(ExecPolicy rules) {
        parts.execPolicy = Objects.requireNonNull(rules, "rules");
        return this;
    }

    @Override
    public Agent.Builder execPolicyFile(Path file) {
        parts.execPolicyFile = file.toAbsolutePath().normalize();
        return this;
    }

    @Override
    public Agent.Builder elicitation(ElicitationHandler handler) {
        parts.elicitationHandler = Objects.requireNonNull(handler, "handler");
        return this;
    }

    @Override
    public Agent.Builder listener(EventListener listener) {
        parts.listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    @Override
    public Agent.Builder listenerFactory(EventListener.Factory factory) {
        parts.listenerFactories.add(Objects.requireNonNull(factory, "factory"));
        return this;
    }

    @Override
    public Agent.Builder sessionStore(SessionStore store) {
        parts.store = Objects.requireNonNull(store, "store");
        return this;
    }

    @Override
    public Agent.Builder threads(ThreadFactory factory) {
        parts.threads = Objects.requireNonNull(factory, "factory");
        return this;
    }

    @Override
    public Agent.Builder clock(Clock clock) {
        parts.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    @Override
    public Agent.Builder discovery(Discovery discovery) {
        parts.discovery = Objects.requireNonNull(discovery, "discovery");
        return this;
    }

    @Override
    public Agent.Builder compaction(Compaction compaction) {
        parts.compaction = Objects.requireNonNull(compaction, "compaction");
        return this;
    }

    @Override
    public Agent.Builder limits(Consumer<Limits.Builder> limits) {
        limits.accept(parts.limits);
        return this;
    }

    @Override
    public Agent.Builder configuration(Configuration configuration) {
        parts.configuration = Objects.requireNonNull(configuration, "configuration");
        return this;
    }

    @Override
    public PromptPreview promptPreview() {
        return AgentAssembly.preview(new AgentParts(parts));
    }

    @Override
    public Agent build() {
        return AgentAssembly.assemble(new AgentParts(parts));
    }
}

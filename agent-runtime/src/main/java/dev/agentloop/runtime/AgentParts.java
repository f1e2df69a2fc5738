package dev.agentloop.runtime;

import dev.agentloop.Compaction;
import dev.agentloop.Configuration;
import dev.agentloop.Discovery;
import dev.agentloop.Limits;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a builder has collected so far. Copied before use, so a builder can be used again. */
final class AgentParts {
    @Nullable
    String model;

    @Nullable
    ModelEndpoint endpoint;

    @Nullable
    ModelProvider modelProvider;

    @Nullable
    ReasoningEffort effort;

    @Nullable
    Path workingDirectory;

    @Nullable
    Supplier<PromptFile> instructions;

    final List<Object> tools = new ArrayList<>();
    final List<ToolProvider> toolProviders = new ArrayList<>();
    final List<HostedTool> hostedTools = new ArrayList<>();
    final List<McpServerSpec> mcpServers = new ArrayList<>();

    @Nullable
    SandboxPolicy sandbox;

    @Nullable
    String sandboxProviderId;

    @Nullable
    SandboxBackend sandboxProvider;

    @Nullable
    ApprovalPolicy approvalPolicy;

    ApprovalHandler approvalHandler = ApprovalHandler.denyAll();
    ExecPolicy execPolicy = ExecPolicy.empty();

    @Nullable
    Path execPolicyFile;

    @Nullable
    ElicitationHandler elicitationHandler;

    final List<EventListener> listeners = new ArrayList<>();
    final List<EventListener.Factory> listenerFactories = new ArrayList<>();

    @Nullable
    SessionStore store;

    @Nullable
    ThreadFactory threads;

    Compaction compaction = Compaction.ofDefaults();
    Clock clock = Clock.systemDefaultZone();
    Discovery discovery = Discovery.SERVICE_LOADER;
    final Limits.Builder limits;

    @Nullable
    Configuration configuration;

    AgentParts() {
        this.limits = Limits.builder();
    }

    AgentParts(AgentParts from) {
        this.model = from.model;
        this.endpoint = from.endpoint;
        this.modelProvider = from.modelProvider;
        this.effort = from.effort;
        this.workingDirectory = from.workingDirectory;
        this.instructions = from.instructions;
        this.tools.addAll(from.tools);
        this.toolProviders.addAll(from.toolProviders);
        this.hostedTools.addAll(from.hostedTools);
        this.mcpServers.addAll(from.mcpServers);
        this.sandbox = from.sandbox;
        this.sandboxProviderId = from.sandboxProviderId;
        this.sandboxProvider = from.sandboxProvider;
        this.approvalPolicy = from.approvalPolicy;
        this.approvalHandler = from.approvalHandler;
        this.execPolicy = from.execPolicy;
        this.execPolicyFile = from.execPolicyFile;
        this.elicitationHandler = from.elicitationHandler;
        this.listeners.addAll(from.listeners);
        this.listenerFactories.addAll(from.listenerFactories);
        this.store = from.store;
        this.threads = from.threads;
        this.compaction = from.compaction;
        this.clock = from.clock;
        this.discovery = from.discovery;
        this.limits = from.limits.build().toBuilder();
        this.configuration = from.configuration;
    }
}

package dev.agentloop.runtime;

import dev.agentloop.Agent;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.Discovery;
import dev.agentloop.PromptPreview;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ExecRuleException;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.runtime.approval.ExecRules;
import dev.agentloop.runtime.approval.RuleFile;
import dev.agentloop.runtime.concurrent.Deadlines;
import dev.agentloop.runtime.concurrent.TurnThreads;
import dev.agentloop.runtime.config.EnvironmentVariables;
import dev.agentloop.runtime.context.ContextAssembler;
import dev.agentloop.runtime.context.ContextFiles;
import dev.agentloop.runtime.context.PromptContext;
import dev.agentloop.runtime.context.PromptFile;
import dev.agentloop.runtime.loop.IdSource;
import dev.agentloop.runtime.model.ModelClient;
import dev.agentloop.runtime.model.ModelProviders;
import dev.agentloop.runtime.model.RetryPolicy;
import dev.agentloop.runtime.session.AgentSettings;
import dev.agentloop.runtime.session.SessionServices;
import dev.agentloop.runtime.session.TimeOrderedIds;
import dev.agentloop.runtime.store.MemorySessionStore;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.spi.ToolProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts an agent together from what a builder collected, and checks all of it once. */
final class AgentAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(AgentAssembly.class);

    private final AgentParts given;
    private final AgentParts parts;
    private final OwnedResources owned = new OwnedResources();
    private final AgentNotices problems = new AgentNotices();

    private AgentAssembly(AgentParts parts) {
        this.given = parts;
        this.parts = new AgentParts(parts);
    }

    /** @throws AgentConfigurationException naming the setting that is missing or wrong */
    static Agent assemble(AgentParts parts) {
        AgentAssembly assembly = new AgentAssembly(parts);
        try {
            return assembly.agent();
        } catch (RuntimeException | Error failure) {
            assembly.owned.close();
            throw failure;
        }
    }

    /** @throws AgentConfigurationException naming the setting that is missing or wrong */
    static PromptPreview preview(AgentParts parts) {
        AgentAssembly assembly = new AgentAssembly(parts);
        try {
            return assembly.preview();
        } finally {
            assembly.owned.close();
        }
    }

    private PromptPreview preview() {
        Path directory = workingDirectory();
        ContextFiles files = ConfiguredParts.fill(parts, directory, problems);
        PromptContext context = new PromptContext(
                directory, sandboxPolicy(directory), approvalPolicy(), files, hasTools(), parts.clock);
        return new ContextAssembler(context).preview(instructions(), problems.messages());
    }

    private boolean hasTools() {
        List<ToolProvider> discovered =
                discovers(parts) ? ServiceLookup.find(ToolProvider.class, AgentTools.PROBLEM, problems) : List.of();
        discovered.forEach(owned::own);
        return !parts.tools.isEmpty() || !parts.toolProviders.isEmpty() || !discovered.isEmpty();
    }

    private Agent agent() {
        Path directory = workingDirectory();
        ContextFiles files = ConfiguredParts.fill(parts, directory, problems);
        SandboxPolicy sandbox = sandboxPolicy(directory);
        ModelEndpoint endpoint = parts.endpoint != null ? parts.endpoint : ModelEndpoint.openAi();
        ModelProvider provider = modelProvider(endpoint);
        AgentSettings settings = new AgentSettings(
                model(provider),
                Optional.ofNullable(parts.effort),
                instructions(),
                directory,
                sandbox,
                approvalPolicy(),
                parts.approvalHandler,
                files,
                List.copyOf(parts.hostedTools),
                List.copyOf(parts.listeners),
                List.copyOf(parts.listenerFactories),
                parts.limits.build(),
                parts.compaction);
        TurnThreads threads =
                owned.own(parts.threads == null ? TurnThreads.ofDefaults() : TurnThreads.of(parts.threads));
        Deadlines deadlines = owned.own(new Deadlines(threads));
        IdSource ids = new TimeOrderedIds(parts.clock);
        ModelClient client = new ModelClient(
                provider, RetryPolicy.withRetries(endpoint.maxRetries()), endpoint.streamIdleTimeout(), deadlines);
        SandboxChoice sandboxes = SandboxChoice.of(parts, problems);
        AgentTools tools = AgentTools.assemble(parts, settings, sandboxes, owned, problems);
        SessionStore store = parts.store != null ? parts.store : owned.own(new MemorySessionStore());
        SessionServices services = new SessionServices(
                provider,
                client,
                tools.specs(),
                tools.lookup(),
                tools.checks(),
                tools.outputs(),
                sandboxes::providerFor,
                store,
                threads,
                deadlines,
                parts.clock,
                ids,
                execRules(sandbox),
                ConcurrentHashMap.newKeySet(),
                warmUpOnce(tools, threads));
        return new DefaultAgent(given, settings, services, problems, owned);
    }

    /** The validation library is loaded while the first answer is awaited: before, it would delay the first request. */
    private static Runnable warmUpOnce(AgentTools tools, TurnThreads threads) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (!done.get() && done.compareAndSet(false, true)) {
                try {
                    threads.start(tools.checks()::warmUp);
                } catch (RuntimeException | Error noThread) { // it is only a head start
                    LOG.warn("The validation library is not loaded ahead of its use", noThread);
                }
            }
        };
    }

    private PromptFile instructions() {
        return parts.instructions == null ? PromptFile.bundled() : parts.instructions.get();
    }

    private ApprovalPolicy approvalPolicy() {
        return parts.approvalPolicy == null ? ApprovalPolicy.onRequest() : parts.approvalPolicy;
    }

    private Path workingDirectory() {
        Path directory = parts.workingDirectory != null
                ? parts.workingDirectory
                : Path.of("").toAbsolutePath().normalize();
        if (!Files.isDirectory(directory)) {
            throw new AgentConfigurationException("workingDirectory " + directory
                    + " is not a folder. Create it, or name another with Agent.Builder.workingDirectory.");
        }
        return directory;
    }

    private SandboxPolicy sandboxPolicy(Path directory) {
        if (parts.sandbox != null) {
            return parts.sandbox;
        }
        try {
            return SandboxPolicy.workspaceWrite(directory);
        } catch (IllegalArgumentException tooWide) {
            problems.add("sandbox.read_only", "Commands and file tools may only read: " + tooWide.getMessage());
            return SandboxPolicy.readOnly();
        }
    }

    private ExecRules execRules(SandboxPolicy sandbox) {
        if (parts.execPolicyFile == null) {
            return new ExecRules(parts.execPolicy, Optional.empty());
        }
        RuleFile file = new RuleFile(parts.execPolicyFile);
        boolean inWorkspace = sandbox.workspace().map(file.path()::startsWith).orElse(false);
        if (inWorkspace && sandbox.decide(file.path(), Access.WRITE).allowed()) {
            throw new AgentConfigurationException("execPolicyFile " + file.path() + " can be written by the agent's own"
                    + " commands, which could allow themselves everything. Keep it outside of the workspace.");
        }
        try {
            return new ExecRules(file.read().merge(parts.execPolicy), Optional.of(file));
        } catch (ExecRuleException | IOException e) {
            throw new AgentConfigurationException(
                    "execPolicyFile " + file.path() + " cannot be read: " + e.getMessage() + ". Mend or remove it.", e);
        }
    }

    private ModelProvider modelProvider(ModelEndpoint endpoint) {
        if (parts.modelProvider == null) {
            ModelProvider opened = ModelProviders.open(endpoint, EnvironmentVariables::get);
            if (opened instanceof AutoCloseable closeable) {
                owned.own(closeable);
            }
            return opened;
        }
        if (parts.endpoint != null) {
            throw new AgentConfigurationException("Both endpoint " + parts.endpoint + " and modelProvider "
                    + parts.modelProvider.id() + " were given. Keep one of them.");
        }
        return Objects.requireNonNull(parts.modelProvider);
    }

    private String model(ModelProvider provider) {
        String model = parts.model != null ? parts.model : provider.defaultModel();
        if (model.isBlank()) {
            throw new AgentConfigurationException(
                    "No model was named. Call Agent.Builder.model, for example model(\"gpt-5.5\").");
        }
        return model;
    }

    /** Whether providers are looked for. */
    static boolean discovers(AgentParts parts) {
        return parts.discovery == Discovery.SERVICE_LOADER;
    }
}

package dev.agentloop;

import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ElicitationHandler;
import dev.agentloop.approval.ExecPolicy;
import dev.agentloop.event.EventListener;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.SandboxBackend;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.SessionId;
import dev.agentloop.spi.AgentRuntimeProvider;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * A recipe for conversations: model, instructions, tools, policies. Immutable and thread-safe; one agent serves many
 * sessions at once.
 *
 * <pre>{@code
 * try (Agent agent = Agent.builder().model("gpt-5.5").tools(new Calculator()).build()) {
 *     System.out.println(agent.run("What is 6 times 7?").finalMessage());
 * }
 * }</pre>
 *
 * <p>Who creates closes: providers, stores and listeners given to the builder are not closed with the agent; providers
 * that the agent discovered itself are. An agent made through {@link #toBuilder()} discovers its own.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Agent extends AutoCloseable {
    /**
     * An empty builder of the runtime on the class path.
     *
     * @throws AgentConfigurationException when there is no runtime, naming the artifact to add
     */
    static Builder builder() {
        return AgentRuntimeProvider.current().newAgentBuilder();
    }

    /** Opens a new session with the agent's settings. */
    default AgentSession startSession() {
        return startSession(SessionOptions.ofDefaults());
    }

    /**
     * Opens a new session.
     *
     * @throws IllegalArgumentException when the options name an id that is taken in the store
     */
    AgentSession startSession(SessionOptions options);

    /** Opens a stored session with the agent's settings. See {@link #resumeSession(SessionId, SessionOptions)}. */
    default AgentSession resumeSession(SessionId id) {
        return resumeSession(id, SessionOptions.ofDefaults());
    }

    /**
     * Opens a stored session. If the same session is open elsewhere, that one is fenced: its next write fails with
     * {@link SessionConflictException}.
     *
     * @throws SessionNotFoundException when the store has no such session
     */
    AgentSession resumeSession(SessionId id, SessionOptions options);

    /**
     * Opens a new session that begins with the history of a stored one.
     *
     * @throws SessionNotFoundException when the store has no such session
     * @throws IllegalArgumentException when the fork point is not in it, or the options name an id that is taken
     */
    AgentSession forkSession(SessionId id, ForkPoint at, SessionOptions options);

    /**
     * Runs one turn in a session of its own.
     *
     * @throws TurnFailedException when the turn ended without completing
     */
    default TurnResult run(String prompt) {
        try (AgentSession session = startSession()) {
            return session.run(prompt);
        }
    }

    /** The tools the model sees, in the order it sees them. */
    List<ToolSpec> tools();

    /** What the chosen sandbox really guarantees for the agent's policy. */
    EnforcementReport enforcement();

    /**
     * What the model sees before the user speaks in a session that starts now. Reads the files that such a session would
     * read.
     */
    PromptPreview promptPreview();

    /** This agent's settings, to be changed. */
    Builder toBuilder();

    /** Interrupts running turns, waits within a bound, and closes sessions. Idempotent. */
    @Override
    void close();

    /** Collects an agent; not thread-safe. Everything is validated in {@link #build()}. */
    interface Builder {
        /** The model's name at its service. */
        Builder model(String modelId);

        /** Where the model service is; default {@link ModelEndpoint#openAi()}. */
        Builder endpoint(ModelEndpoint endpoint);

        /** A model service of the application's own, in place of an endpoint. */
        Builder modelProvider(ModelProvider provider);

        /** How hard the model should think; default: the model's own setting. */
        Builder effort(ReasoningEffort effort);

        /**
         * Where sessions work; default: the process's working directory. The project around a folder that is named here,
         * or for a session, may speak to the model through its AGENTS.md files and skills; that around the default does
         * not.
         */
        Builder workingDirectory(Path directory);

        /** Instructions to the model in Markdown, in place of the bundled ones. */
        Builder instructions(String markdown);

        /** Instructions in a Markdown file, read in {@link #build()}, in place of the bundled ones. */
        Builder instructionsFile(Path file);

        /**
         * Instructions in a Markdown resource, read in {@link #build()}, in place of the bundled ones.
         *
         * @param anchor a class beside the resource; in a named module its package must be open
         * @param name as for {@link Class#getResourceAsStream}
         */
        Builder instructionsResource(Class<?> anchor, String name);

        /** Adds tools: objects with {@link dev.agentloop.tool.Tool} methods, or {@code ToolHandler}s. */
        Builder tools(Object... annotatedObjectsOrHandlers);

        /** Adds a source of tools. */
        Builder toolProvider(ToolProvider provider);

        /** Adds a tool that the model service runs itself. */
        Builder hostedTool(HostedTool tool);

        /** Adds an MCP server; needs the artifact {@code agent-mcp}. */
        Builder mcpServer(McpServerSpec server);

        /** What commands and file tools may do; default {@code workspaceWrite(workingDirectory)} without network. */
        Builder sandbox(SandboxPolicy policy);

        /** Enforces the policy with this provider only; the only way to get {@code none}. */
        Builder sandboxProvider(String id);

        /** Enforces the policy with this provider only. */
        Builder sandboxProvider(SandboxBackend instance);

        /** When and whom to ask; default {@link ApprovalPolicy#onRequest()} and {@link ApprovalHandler#denyAll()}. */
        Builder approvals(ApprovalPolicy policy, ApprovalHandler handler);

        /**
         * Rules about commands and hosts, consulted before anybody is asked; the strictest wins. What a rule forbids is
         * denied under every approval policy; what it allows runs in the sandbox without a question. Added to the rules
         * of {@link #execPolicyFile}; default: none.
         */
        Builder execPolicy(ExecPolicy rules);

        /**
         * A rule file, read when the agent is built if it is there. The rules of {@link
         * dev.agentloop.approval.ApprovalDecision#approveAlways()} are added to it, so that they hold for later agents
         * too. It must not lie where commands of the agent may write. Default: none; such rules end with the agent.
         */
        Builder execPolicyFile(Path file);
        /** Who answers what external tool servers ask the user; default: nobody, and servers are told so. */
        Builder elicitation(ElicitationHandler handler);

        /** Adds a listener to all sessions. */
        Builder listener(EventListener listener);

        /** Adds a listener of its own to each session. */
        Builder listenerFactory(EventListener.Factory factory);

        /** Where sessions are kept; default: in memory, until the agent is closed. */
        Builder sessionStore(SessionStore store);

        /** Makes one thread per streamed turn or tool call; default: virtual threads where the JDK has them. */
        Builder threads(ThreadFactory factory);

        /** The time; default: the system's. */
        Builder clock(Clock clock);

        /** Whether to look for providers; default {@link Discovery#SERVICE_LOADER}. */
        Builder discovery(Discovery discovery);

        /** When and how older history is replaced by a short form; default {@link Compaction#ofDefaults()}. */
        Builder compaction(Compaction compaction);

        /** Changes the limits of turns. */
        Builder limits(Consumer<Limits.Builder> limits);

        /** Reads these configuration files in {@link #build()}; what is set on this builder wins. Default: none. */
        Builder configuration(Configuration configuration);

        /** Reads the configuration, AGENTS.md and skills of this folder and of trusted projects. */
        default Builder home(Path directory) {
            return configuration(Configuration.ofHome(directory));
        }

        /**
         * What the model would see before the user speaks, without an agent: nothing is started or opened, and no key is
         * needed.
         *
         * @throws AgentConfigurationException naming the setting that is missing or wrong and how to mend it
         */
        PromptPreview promptPreview();

        /**
         * The agent.
         *
         * @throws AgentConfigurationException naming the setting that is missing or wrong and how to mend it
         * @throws SandboxUnavailableException when tools need a sandbox that this machine cannot give
         */
        Agent build();
    }
}

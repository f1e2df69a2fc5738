package dev.agentloop.testkit;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnId;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import dev.agentloop.spi.AgentRuntimeProvider;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolArgumentException;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * Runs a tool by itself, without an agent and without a model: for unit tests of tools.
 *
 * <pre>{@code
 * ToolOutput output = ToolBench.in(workspace.path()).call(tool, "{\"path\":\"a.txt\"}");
 * }</pre>
 *
 * <p>The arguments are not checked against the schema, as an agent would do before. The sandbox policy is
 * workspace-write. A tool that starts commands or child sessions needs an agent around it or a command runner given by
 * {@link #commands(CommandRunner)}. Thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ToolBench {
    private final Path workingDirectory;
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final List<TurnItem> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final ManualCancellation cancellation = new ManualCancellation();
    private final List<ApprovalRequest> questions = new CopyOnWriteArrayList<>();
    private volatile CommandRunner commands = new NoCommands();
    private volatile ApprovalDecision answer = ApprovalDecision.approve();

    private ToolBench(Path workingDirectory) {
        this.workingDirectory = workingDirectory.toAbsolutePath();
    }

    /** A bench whose tools work in this folder. */
    public static ToolBench in(Path workingDirectory) {
        return new ToolBench(workingDirectory);
    }

    /** What a tool provider is given: this folder, a workspace-write policy, no commands, no MCP servers. */
    public static ToolEnvironment environment(Path workingDirectory) {
        return new Environment(workingDirectory.toAbsolutePath());
    }

    /** Lets tools start commands. */
    public ToolBench commands(CommandRunner runner) {
        commands = runner;
        return this;
    }

    /** Answers every {@link ToolContext#ask} like this; default: {@link ApprovalDecision#approve()}. */
    public ToolBench answer(ApprovalDecision decision) {
        answer = decision;
        return this;
    }

    /** What tools asked with {@link ToolContext#ask}. */
    public List<ApprovalRequest> questions() {
        return List.copyOf(questions);
    }

    /**
     * Runs a tool on the calling thread.
     *
     * @throws Exception what the tool throws
     */
    public ToolOutput call(ToolHandler tool, String argumentsJson) throws Exception {
        return tool.execute(
                new Call(tool.spec().name(), "call_" + calls.incrementAndGet(), argumentsJson), new Context());
    }

    /** Cancels what runs and what is started later. */
    public void cancel() {
        cancellation.cancel();
    }

    /** The folder tools work in. */
    public Path workingDirectory() {
        return workingDirectory;
    }

    /** What tools wrote with {@link ToolContext#emitOutput}. */
    public List<String> progress() {
        return List.copyOf(progress);
    }

    /** The items tools published. */
    public List<TurnItem> published() {
        return List.copyOf(published);
    }

    private record Call(String name, String callId, String argumentsJson) implements ToolCall {
        @Override
        public String input() {
            return Json.parseObject(argumentsJson).path("input").asText("");
        }

        @Override
        public <T> T arguments(Class<T> type) {
            try {
                return AgentRuntimeProvider.current().valueFromJson(argumentsJson, type);
            } catch (IllegalArgumentException e) {
                ToolArgumentException unfit = new ToolArgumentException(String.valueOf(e.getMessage()));
                unfit.initCause(e);
                throw unfit;
            }
        }
    }

    private final class Context implements ToolContext {
        @Override
        public SessionId sessionId() {
            return SessionId.of("bench");
        }

        @Override
        public TurnId turnId() {
            return new TurnId("bench-turn");
        }

        @Override
        public Path workingDirectory() {
            return workingDirectory;
        }

        @Override
        public Cancellation cancellation() {
            return cancellation;
        }

        @Override
        public CommandRunner commands() {
            return commands;
        }

        @Override
        public SandboxPolicy sandbox() {
            return SandboxPolicy.workspaceWrite(workingDirectory);
        }

        @Override
        public ApprovalDecision ask(Function<ApprovalRequest.Origin, ApprovalRequest> question) {
            ApprovalRequest.Origin origin = new ApprovalRequest.Origin(
                    "bench-approval-" + questions.size(), sessionId(), turnId(), "call_" + calls.get());
            ApprovalRequest request = question.apply(origin);
            questions.add(request);
            return answer;
        }

        @Override
        public void emitOutput(String chunk) {
            progress.add(chunk);
        }

        @Override
        public void publish(TurnItem item) {
            published.add(item);
        }

        @Override
        public AgentSession startChild(Agent agent, SessionOptions options) {
            throw new UnsupportedOperationException(
                    "A bench has no session to start a child of; test this tool inside an agent");
        }
    }

    private record Environment(Path workingDirectory) implements ToolEnvironment {
        @Override
        public SandboxPolicy sandbox() {
            return SandboxPolicy.workspaceWrite(workingDirectory);
        }

        @Override
        public CommandRunner commands() {
            return new NoCommands();
        }

        @Override
        public List<McpServerSpec> mcpServers() {
            return List.of();
        }

        @Override
        public void notice(String code, String message) {
            System.getLogger(ToolBench.class.getName()).log(System.Logger.Level.INFO, code + ": " + message);
        }
    }
}

package dev.agentloop.tools.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.ToolExecutionException;
import dev.agentloop.TurnId;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A session for one tool: a directory, a policy, a list of what was published. */
public final class TestContext implements ToolContext {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path workingDirectory;
    private final SandboxPolicy policy;
    private final CommandRunner commands;
    private final List<TurnItem> published = new ArrayList<>();
    private final List<ApprovalRequest> questions = new ArrayList<>();
    private Function<ApprovalRequest, ApprovalDecision> answers = request -> ApprovalDecision.approve();
    private boolean cancelled;

    private TestContext(Path workingDirectory, SandboxPolicy policy, CommandRunner commands) {
        this.workingDirectory = workingDirectory;
        this.policy = policy;
        this.commands = commands;
    }

    /** A session that may write its directory. */
    public static TestContext in(Path directory) {
        return new TestContext(directory, policy(directory), new PlainCommands());
    }

    private static SandboxPolicy policy(Path directory) {
        return SandboxPolicy.builder()
                .entry(Entry.special(Entry.Special.ROOT, Access.READ))
                .entry(Entry.special(Entry.Special.WORKSPACE, Access.WRITE))
                .workspace(directory)
                .build();
    }

    public TestContext withPolicy(SandboxPolicy other) {
        return new TestContext(workingDirectory, other, commands);
    }

    public TestContext withCommands(CommandRunner other) {
        return new TestContext(workingDirectory, policy, other);
    }

    public TestContext cancelled() {
        TestContext context = new TestContext(workingDirectory, policy, commands);
        context.cancelled = true;
        return context;
    }

    /** Calls a tool as the loop does: an exception for the model becomes a failed output. */
    public ToolOutput call(ToolHandler tool, Map<String, ?> arguments) throws Exception {
        TestCall call = new TestCall(tool.spec().name(), MAPPER.writeValueAsString(arguments));
        try {
            return tool.execute(call, this);
        } catch (ToolExecutionException e) {
            return ToolOutput.error(e.getMessage());
        }
    }

    /** Answers the questions of tools; without it all are approved. */
    public TestContext withAnswers(Function<ApprovalRequest, ApprovalDecision> other) {
        answers = other;
        return this;
    }

    public List<ApprovalRequest> questions() {
        return questions;
    }

    public List<TurnItem> published() {
        return published;
    }

    @Override
    public SessionId sessionId() {
        return SessionId.of("session-1");
    }

    @Override
    public TurnId turnId() {
        return new TurnId("turn-1");
    }

    @Override
    public Path workingDirectory() {
        return workingDirectory;
    }

    @Override
    public Cancellation cancellation() {
        return new Cancellation() {
            @Override
            public boolean isCancelled() {
                return cancelled;
            }

            @Override
            public Registration onCancel(Runnable action) {
                return () -> {};
            }
        };
    }

    @Override
    public CommandRunner commands() {
        return commands;
    }

    @Override
    public SandboxPolicy sandbox() {
        return policy;
    }

    @Override
    public ApprovalDecision ask(Function<ApprovalRequest.Origin, ApprovalRequest> question) {
        ApprovalRequest request = question.apply(
                new ApprovalRequest.Origin("approval-" + questions.size(), sessionId(), turnId(), "call-1"));
        questions.add(request);
        return answers.apply(request);
    }

    @Override
    public void emitOutput(String chunk) {}

    @Override
    public void publish(TurnItem item) {
        published.add(item);
    }

    @Override
    public AgentSession startChild(Agent agent, SessionOptions options) {
        throw new UnsupportedOperationException("These tools start no child sessions");
    }
}

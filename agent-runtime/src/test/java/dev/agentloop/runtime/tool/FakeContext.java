package dev.agentloop.runtime.tool;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnId;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** A context without a session behind it, which can be cancelled. */
final class FakeContext implements ToolContext, Cancellation {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();

    /** A call with these arguments. */
    record Call(String name, String argumentsJson) implements ToolCall {
        @Override
        public String callId() {
            return "call_1";
        }

        @Override
        public String input() {
            return "";
        }

        @Override
        public <T> T arguments(Class<T> type) {
            return Json.read(argumentsJson, type);
        }
    }

    void cancel() {
        cancelled.set(true);
        actions.forEach(Runnable::run);
    }

    boolean isWaitedFor() {
        return !actions.isEmpty();
    }

    @Override
    public boolean isCancelled() {
        return cancelled.get();
    }

    @Override
    public Registration onCancel(Runnable action) {
        actions.add(action);
        if (cancelled.get()) {
            action.run();
        }
        return () -> actions.remove(action);
    }

    @Override
    public SessionId sessionId() {
        return SessionId.of("s");
    }

    @Override
    public TurnId turnId() {
        return new TurnId("t");
    }

    @Override
    public Path workingDirectory() {
        return Path.of("/w");
    }

    @Override
    public Cancellation cancellation() {
        return this;
    }

    @Override
    public CommandRunner commands() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SandboxPolicy sandbox() {
        return SandboxPolicy.readOnly();
    }

    @Override
    public ApprovalDecision ask(Function<ApprovalRequest.Origin, ApprovalRequest> question) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void emitOutput(String chunk) {}

    @Override
    public void publish(TurnItem item) {}

    @Override
    public AgentSession startChild(Agent agent, SessionOptions options) {
        throw new UnsupportedOperationException();
    }
}

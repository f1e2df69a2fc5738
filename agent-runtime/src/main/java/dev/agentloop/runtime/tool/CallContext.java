package dev.agentloop.runtime.tool;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnId;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.AgentEvent.ItemDelta.Part;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelQuestion;
import dev.agentloop.model.ModelReply;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.ToolInvocation;
import dev.agentloop.runtime.loop.TurnRecorder;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionSnapshot;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.ToolContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** What one running call may use, until it ends. */
public final class CallContext implements ToolContext, AutoCloseable {
    /** Makes contexts. */
    @FunctionalInterface
    public interface Factory {
        /** The context of a call. */
        CallContext open(ToolInvocation invocation, InterruptSignal signal, TurnRecorder recorder);
    }

    /** What the session offers to its calls. */
    public interface Services {
        SessionId sessionId();

        Path workingDirectory();

        SandboxPolicy sandbox();

        /** Commands on behalf of a call. */
        CommandRunner commands(String callId, InterruptSignal signal, TurnRecorder recorder);

        /** An answer of whoever approves; throws what suspends the call when it was put off. */
        ApprovalDecision ask(String callId, Function<ApprovalRequest.Origin, ApprovalRequest> question);
        /** Asks the model on behalf of a call. */
        ModelReply askModel(String callId, ModelQuestion question, Cancellation cancellation)
                throws InterruptedException;

        /** A session of another agent on behalf of a call. */
        AgentSession startChild(Agent agent, SessionOptions options);
    }

    private final Services services;
    private final ToolInvocation invocation;
    private final InterruptSignal signal;
    private final TurnRecorder recorder;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<AgentSession> children = new ArrayList<>();
    private boolean closed;

    public CallContext(Services services, ToolInvocation invocation, InterruptSignal signal, TurnRecorder recorder) {
        this.services = services;
        this.invocation = invocation;
        this.signal = signal;
        this.recorder = recorder;
    }

    @Override
    public SessionId sessionId() {
        return services.sessionId();
    }

    @Override
    public TurnId turnId() {
        return invocation.turn();
    }

    @Override
    public Path workingDirectory() {
        return services.workingDirectory();
    }

    @Override
    public Cancellation cancellation() {
        return signal;
    }

    @Override
    public CommandRunner commands() {
        return services.commands(invocation.call().callId(), signal, recorder);
    }

    @Override
    public SandboxPolicy sandbox() {
        return services.sandbox();
    }

    @Override
    public ApprovalDecision ask(Function<ApprovalRequest.Origin, ApprovalRequest> question) {
        Objects.requireNonNull(question, "question");
        signal.throwIfCancelled();
        return services.ask(invocation.call().callId(), question);
    }

    @Override
    public void emitOutput(String chunk) {
        Objects.requireNonNull(chunk, "chunk");
        if (isOpen()) {
            recorder.events().itemDelta(invocation.itemId(), Part.OUTPUT, chunk);
        }
    }

    @Override
    public void publish(TurnItem item) {
        Objects.requireNonNull(item, "item");
        if (isOpen()) {
            recorder.published(item);
        }
    }

    @Override
    public ModelReply askModel(ModelQuestion question) throws InterruptedException {
        return services.askModel(invocation.call().callId(), question, signal);
    }

    @Override
    public AgentSession startChild(Agent agent, SessionOptions options) {
        AgentSession child = services.startChild(agent, options);
        boolean open;
        lock.lock();
        try {
            if (!closed) {
                children.add(child);
            }
            open = !closed;
        } finally {
            lock.unlock();
        }
        if (open) {
            signal.onCancel(() -> interrupt(child));
            return child;
        }
        child.close();
        throw new IllegalStateException("The call " + invocation.call().callId() + " has ended; it starts no child");
    }

    private static void interrupt(AgentSession child) {
        if (child.snapshot().status() != SessionSnapshot.Status.CLOSED) { // the tool may have closed it
            child.interrupt();
        }
    }

    private boolean isOpen() {
        lock.lock();
        try {
            return !closed && !signal.isCancelled();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<AgentSession> ended;
        lock.lock();
        try {
            closed = true;
            ended = List.copyOf(children);
        } finally {
            lock.unlock();
        }
        ended.forEach(AgentSession::close);
    }
}

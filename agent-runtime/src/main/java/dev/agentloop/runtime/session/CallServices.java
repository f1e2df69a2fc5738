package dev.agentloop.runtime.session;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.model.ModelQuestion;
import dev.agentloop.model.ModelReply;
import dev.agentloop.runtime.approval.StandingAnswers;
import dev.agentloop.runtime.loop.ApprovalGate;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.TurnRecorder;
import dev.agentloop.runtime.sandbox.CommandRuns;
import dev.agentloop.runtime.sandbox.PlainRuns;
import dev.agentloop.runtime.sandbox.SessionSandbox;
import dev.agentloop.runtime.tool.CallContext;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.CommandRunner;
import java.nio.file.Path;
import java.util.function.Function;

/** What a session offers to the calls of one turn. */
record CallServices(
        SessionSettings settings,
        SessionServices services,
        SessionSandbox opened,
        StandingAnswers standing,
        ApprovalGate gate)
        implements CallContext.Services {
    @Override
    public SessionId sessionId() {
        return settings.id();
    }

    @Override
    public Path workingDirectory() {
        return settings.workingDirectory();
    }

    @Override
    public SandboxPolicy sandbox() {
        return opened.policy();
    }

    @Override
    public CommandRunner commands(String callId, InterruptSignal signal, TurnRecorder recorder) {
        PlainRuns plain = new PlainRuns(
                opened, settings.workingDirectory(), settings.limits().toolOutputBytes());
        return new CommandRuns(plain, standing, services.ids(), new CommandRuns.Call(callId, signal, recorder, gate));
    }

    @Override
    public ApprovalDecision ask(String callId, Function<ApprovalRequest.Origin, ApprovalRequest> question) {
        return gate.decide(callId, question);
    }

    @Override
    public ModelReply askModel(String callId, ModelQuestion question, Cancellation cancellation)
            throws InterruptedException {
        return new ModelQuestions(gate, services.model(), settings.agent().model()).ask(callId, question, cancellation);
    }

    @Override
    public AgentSession startChild(Agent agent, SessionOptions options) {
        if (!(agent instanceof ParentAwareAgent child)) {
            throw new IllegalArgumentException("A child must be an agent of the same runtime, not "
                    + agent.getClass().getName());
        }
        return child.startChild(settings.id(), settings.sandbox(), options);
    }
}

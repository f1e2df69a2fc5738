package dev.agentloop.runtime.approval;

import dev.agentloop.TurnId;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.runtime.concurrent.Deadlines;
import dev.agentloop.runtime.concurrent.TurnThreads;
import dev.agentloop.runtime.event.TurnEvents;
import dev.agentloop.runtime.loop.ApprovalGate;
import dev.agentloop.runtime.loop.IdSource;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.Journal;
import dev.agentloop.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers from the policy, else from memory, else from the handler within its time. One for each turn. */
public final class PolicyApprovalGate implements ApprovalGate {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyApprovalGate.class);

    /**
     * Whom to ask, and when.
     *
     * @param standing what needs no asking
     * @param handler whom
     * @param timeout how long the handler may take
     */
    public record Rules(StandingAnswers standing, ApprovalHandler handler, Duration timeout) {}

    private final SessionId session;
    private final TurnId turn;
    private final Rules rules;
    private final ApprovalState state;
    private final Journal journal;
    private final TurnEvents events;
    private final TurnThreads threads;
    private final IdSource ids;
    private final InterruptSignal turnSignal;

    public PolicyApprovalGate(
            SessionId session,
            TurnId turn,
            Rules rules,
            ApprovalState state,
            Journal journal,
            TurnEvents events,
            TurnThreads threads,
            IdSource ids,
            InterruptSignal turnSignal) {
        this.session = session;
        this.turn = turn;
        this.rules = rules;
        this.state = state;
        this.journal = journal;
        this.events = events;
        this.threads = threads;
        this.ids = ids;
        this.turnSignal = turnSignal;
    }

    @Override
    public ApprovalDecision ask(String callId, Function<ApprovalRequest.Origin, ApprovalRequest> request)
            throws InterruptedException {
        ApprovalRequest asked = request.apply(new ApprovalRequest.Origin(ids.next("approval"), session, turn, callId));
        Optional<ApprovalDecision> standing = rules.standing().to(asked);
        if (standing.isPresent()) {
            return standing.get();
        }
        Question question = Question.of(asked);
        ApprovalPolicy policy = rules.standing().policy();
        if (!policy.mayAsk(question.topic())) {
            return ApprovalDecision.deny("the approval policy is '" + policy
                    + "', so nobody is asked; do it in a way that needs no approval");
        }
        if (state.isRemembered(question.text())) {
            return ApprovalDecision.approve();
        }
        Optional<ApprovalDecision> given = state.takeAnswer(callId, question.text());
        ApprovalDecision decision = given.isPresent() ? given.get() : askHandler(asked, question.text());
        remember(asked, question.text(), decision);
        if (decision.kind() == ApprovalDecision.Kind.ABORT_TURN) {
            turnSignal.interrupt(InterruptSignal.Reason.ABORTED_BY_APPROVAL);
        }
        return decision;
    }

    private void remember(ApprovalRequest request, String question, ApprovalDecision decision) {
        if (decision.kind() == ApprovalDecision.Kind.APPROVE_ALWAYS
                && request instanceof ApprovalRequest.RunCommand command
                && command.rule().isPresent()) {
            store(command.rule().get());
        } else {
            state.remember(question, decision);
        }
    }

    private void store(String rule) {
        ExecRules all = rules.standing().rules();
        try {
            all.add(rule);
            events.notice("approval.rule_stored", "Stored in " + all.place() + ": " + rule);
        } catch (IOException e) {
            LOG.warn("The rule {} was not stored in {}", rule, all.place(), e);
            events.notice(
                    "approval.rule_not_stored",
                    "This rule holds until the agent is closed, because " + all.place() + " cannot be written ("
                            + e.getMessage() + "): " + rule);
        }
    }

    private ApprovalDecision askHandler(ApprovalRequest asked, String question) throws InterruptedException {
        events.approvalRequested(asked);
        ApprovalDecision decision = decide(asked);
        if (decision.kind() != ApprovalDecision.Kind.DEFERRED) {
            events.approvalResolved(asked.id(), decision);
            return decision;
        }
        if (journal.approvalRequested(asked, question) && state.putOff(new ApprovalState.Pending(asked, question))) {
            return decision;
        }
        return ApprovalDecision.deny("the turn was over before anybody decided");
    }

    /** On a thread of its own, because a handler may ignore interruption and its time is bounded all the same. */
    private ApprovalDecision decide(ApprovalRequest request) throws InterruptedException {
        FutureTask<ApprovalDecision> answer =
                new FutureTask<>(() -> rules.handler().decide(request));
        threads.start(answer);
        try {
            ApprovalDecision decision = answer.get(Deadlines.nanos(rules.timeout()), TimeUnit.NANOSECONDS);
            return decision != null ? decision : ApprovalDecision.deny("the approval handler gave no answer (null)");
        } catch (TimeoutException late) {
            return ApprovalDecision.deny(
                    "nobody answered within " + rules.timeout().toMillis() + " ms");
        } catch (ExecutionException failure) {
            LOG.warn(
                    "Approval handler {} failed on {}; details at level debug",
                    rules.handler().getClass().getName(),
                    request.id());
            LOG.debug("Approval {} failed", request.id(), failure);
            events.notice(
                    "approval.failed",
                    "Approval handler " + rules.handler().getClass().getName() + " threw "
                            + Objects.requireNonNullElse(failure.getCause(), failure)
                                    .getClass()
                                    .getName() + "; this counts as a denial");
            return ApprovalDecision.deny("the approval handler failed");
        } finally {
            answer.cancel(true);
        }
    }
}

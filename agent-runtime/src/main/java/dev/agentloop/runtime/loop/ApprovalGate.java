package dev.agentloop.runtime.loop;

import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/** The way to whoever approves. */
public interface ApprovalGate {
    /**
     * Gets an answer: from the policies and rules, from memory, or from the handler. May block.
     *
     * @param request makes the request; called once
     * @return never a deferral that was not stored
     * @throws InterruptedException when the turn is interrupted while waiting
     */
    ApprovalDecision ask(String callId, Function<ApprovalRequest.Origin, ApprovalRequest> request)
            throws InterruptedException;

    /**
     * Gets an answer for a running tool.
     *
     * @return yes or no
     * @throws CallSuspended when the answer was put off
     * @throws CancellationException when the turn is interrupted while waiting, or by the answer
     */
    default ApprovalDecision decide(String callId, Function<ApprovalRequest.Origin, ApprovalRequest> request) {
        ApprovalDecision decision;
        try {
            decision = ask(callId, request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The turn was interrupted while an approval was asked");
        }
        if (decision.kind() == ApprovalDecision.Kind.DEFERRED) {
            throw new CallSuspended();
        }
        if (decision.kind() == ApprovalDecision.Kind.ABORT_TURN) {
            throw new CancellationException("The turn was ended instead of an approval");
        }
        return decision;
    }
}

package dev.agentloop.runtime.loop;

import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.tool.Cancellation;
import java.util.function.Function;

/** The way to whoever approves. */
public interface ApprovalGate {
    /**
     * Gets an answer: from the policy, from memory, or from the handler. May block.
     *
     * @param question what the answer is about, for the memory: equal questions have equal text
     * @param request made only when the handler is asked
     * @return never a deferral that was not stored
     * @throws InterruptedException when the turn is interrupted while waiting
     */
    ApprovalDecision ask(
            ApprovalPolicy.Topic topic,
            String callId,
            String question,
            Function<ApprovalRequest.Origin, ApprovalRequest> request,
            Cancellation cancellation)
            throws InterruptedException;
}

package dev.agentloop.approval;

import org.apiguardian.api.API;

/**
 * Answers questions of an agent: a dialog, a chat message, a rule engine. Called on a thread of its own, concurrently
 * when calls run in parallel; it may block up to the agent's approval timeout. An interrupted turn and a timeout
 * interrupt the thread. An exception counts as a denial and is reported.
 */
@FunctionalInterface
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ApprovalHandler {
    /**
     * Decides. Returning {@link ApprovalDecision#deferred()} stores the question and suspends the turn.
     *
     * @throws InterruptedException when the turn was interrupted while waiting
     */
    ApprovalDecision decide(ApprovalRequest request) throws InterruptedException;

    /** Denies everything. The default. */
    static ApprovalHandler denyAll() {
        return request -> ApprovalDecision.deny("This agent has no approval handler; do it another way");
    }

    /** Approves everything once. For tests and for agents whose sandbox is the only fence. */
    static ApprovalHandler approveAll() {
        return request -> ApprovalDecision.approve();
    }

    /**
     * Stores every question and suspends the turn, so that somebody can answer later, even after a restart, with
     * {@link dev.agentloop.AgentSession#answer} and {@link dev.agentloop.AgentSession#continueTurn()}.
     */
    static ApprovalHandler defer() {
        return request -> ApprovalDecision.deferred();
    }
}

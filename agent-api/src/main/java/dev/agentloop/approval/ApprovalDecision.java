package dev.agentloop.approval;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * The answer to an {@link ApprovalRequest}.
 *
 * @param kind what was decided
 * @param reason for a denial, what the model is told; else may be empty
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ApprovalDecision(Kind kind, String reason) {
    public ApprovalDecision {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(reason, "reason");
    }

    /** The possible answers. */
    public enum Kind {
        /** Yes, this once. */
        APPROVE,
        /** Yes, and do not ask the same again while this session is open. */
        APPROVE_FOR_SESSION,
        /** Yes, and do not ask the same again; for a command the request's rule is stored. */
        APPROVE_ALWAYS,
        /** No; the model is told the reason and goes on. */
        DENY,
        /** No, and the turn ends as interrupted. */
        ABORT_TURN,
        /** Not now: the question is stored and the turn suspended. */
        DEFERRED
    }

    /** Yes, this once. */
    public static ApprovalDecision approve() {
        return new ApprovalDecision(Kind.APPROVE, "");
    }

    /** Yes, and do not ask the same again while this session is open. */
    public static ApprovalDecision approveForSession() {
        return new ApprovalDecision(Kind.APPROVE_FOR_SESSION, "");
    }

    /**
     * Yes, and do not ask the same again in any session of this agent. For a command this adds the
     * {@linkplain ApprovalRequest.RunCommand#rule() rule of the request} to the agent's rules, and to its
     * {@linkplain dev.agentloop.Agent.Builder#execPolicyFile rule file} when it has one.
     */
    public static ApprovalDecision approveAlways() {
        return new ApprovalDecision(Kind.APPROVE_ALWAYS, "");
    }

    /** No; the model reads the reason. */
    public static ApprovalDecision deny(String reason) {
        return new ApprovalDecision(Kind.DENY, reason);
    }

    /** No, and the turn ends. */
    public static ApprovalDecision abortTurn() {
        return new ApprovalDecision(Kind.ABORT_TURN, "");
    }

    /** Not now. */
    public static ApprovalDecision deferred() {
        return new ApprovalDecision(Kind.DEFERRED, "");
    }

    /** Whether the answer is one of the three forms of yes. */
    public boolean approved() {
        return kind == Kind.APPROVE || kind == Kind.APPROVE_FOR_SESSION || kind == Kind.APPROVE_ALWAYS;
    }
}

package dev.agentloop.session;

import dev.agentloop.TokenUsage;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/**
 * How a session stands at one moment.
 *
 * @param id the session
 * @param status what it does
 * @param label its name for people; may be empty
 * @param workingDirectory its working directory
 * @param items everything said and done, oldest first
 * @param usage tokens of all its turns, without those of the session it was forked from
 * @param pendingApprovals questions that wait for an answer
 * @param headSequence last stored record
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SessionSnapshot(
        SessionId id,
        Status status,
        String label,
        Path workingDirectory,
        List<TurnItem> items,
        TokenUsage usage,
        List<ApprovalRequest> pendingApprovals,
        long headSequence) {
    public SessionSnapshot {
        items = List.copyOf(items);
        pendingApprovals = List.copyOf(pendingApprovals);
    }

    /** What a session does. */
    public enum Status {
        /** Waits for the next turn. */
        IDLE,
        /** A turn runs. */
        RUNNING,
        /** A turn waits for an approval, or was cut off by a restart. */
        SUSPENDED,
        /** Closed. */
        CLOSED
    }
}

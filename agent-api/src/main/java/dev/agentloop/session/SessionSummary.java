package dev.agentloop.session;

import dev.agentloop.TokenUsage;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * One row of a list of sessions.
 *
 * @param id the session
 * @param metadata what the store knows of it
 * @param headSequence its last sequence; 0 when it is empty
 * @param archivedAt when it was put aside; empty for a session in use
 * @param usage tokens of all its turns, without those of the session it was forked from
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SessionSummary(
        SessionId id, SessionMetadata metadata, long headSequence, Optional<Instant> archivedAt, TokenUsage usage) {
    public SessionSummary {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(archivedAt, "archivedAt");
        Objects.requireNonNull(usage, "usage");
    }

    /** A session in use of which no tokens are known. */
    public SessionSummary(SessionId id, SessionMetadata metadata, long headSequence) {
        this(id, metadata, headSequence, Optional.empty(), TokenUsage.NONE);
    }
}

package dev.agentloop.session;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a store knows of a session besides its records.
 *
 * @param parent the session this one was forked from
 * @param forkedAt last sequence of the parent that belongs to this session; 0 without a parent
 * @param label a name for people; may be empty
 * @param workingDirectory absolute path at creation, as text
 * @param model the model at creation
 * @param createdAt when
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SessionMetadata(
        Optional<SessionId> parent,
        long forkedAt,
        String label,
        String workingDirectory,
        String model,
        Instant createdAt) {
    public SessionMetadata {
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(workingDirectory, "workingDirectory");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}

package dev.agentloop.session;

import org.apiguardian.api.API;

/**
 * One row of a list of sessions.
 *
 * @param id the session
 * @param metadata what the store knows of it
 * @param headSequence its last sequence; 0 when it is empty
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SessionSummary(SessionId id, SessionMetadata metadata, long headSequence) {}

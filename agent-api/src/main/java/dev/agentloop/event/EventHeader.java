package dev.agentloop.event;

import dev.agentloop.TurnId;
import dev.agentloop.session.SessionId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What every event carries.
 *
 * @param sessionId the session that published it
 * @param parent the session that started this one as a child
 * @param turnId the turn it belongs to; empty for events of the session itself
 * @param at when it happened, by the agent's clock
 * @param sequence 1, 2, 3 … without a gap for each opened session, deltas included
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record EventHeader(
        SessionId sessionId, Optional<SessionId> parent, Optional<TurnId> turnId, Instant at, long sequence) {
    public EventHeader {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(at, "at");
    }
}

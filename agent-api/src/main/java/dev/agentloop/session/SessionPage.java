package dev.agentloop.session;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Some of the sessions asked for.
 *
 * @param sessions newest first
 * @param cursor asks for the next page; empty at the end
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SessionPage(List<SessionSummary> sessions, Optional<String> cursor) {
    public SessionPage {
        sessions = List.copyOf(sessions);
    }
}

package dev.agentloop.session;

import dev.agentloop.spi.AgentRuntimeProvider;
import dev.agentloop.spi.SessionStore;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import org.apiguardian.api.API;

/**
 * Sessions as JSON lines, to be kept, sent, or moved to another store. The first line is a session's metadata, each
 * further line one of its records; a branch comes after the sessions it was forked from.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SessionTransfer {
    private SessionTransfer() {}

    /**
     * Writes a session and those it was forked from, as far as it needs them.
     *
     * @throws dev.agentloop.SessionNotFoundException when there is no such session
     */
    public static void exportTo(SessionStore store, SessionId id, Writer out) throws IOException {
        AgentRuntimeProvider.current().exportSession(store, id, out);
    }

    /**
     * Reads what {@link #exportTo} wrote, or a rollout file of Codex. Ids are kept; a session that is there already with
     * the same records stays as it is. A last line that was cut off is left out.
     *
     * @throws IllegalArgumentException when a line is not understood, with its number; sessions before it are stored
     * @throws dev.agentloop.SessionConflictException when the store has such a session with other records
     */
    public static ImportedSession importFrom(SessionStore store, Reader in) throws IOException {
        return AgentRuntimeProvider.current().importSession(store, in);
    }
}

package dev.agentloop.session.jdbc.database;

import dev.agentloop.session.SessionId;
import java.time.Duration;

/** Tells that sessions have grown, whoever wrote. Used by one thread. */
public interface Changes extends AutoCloseable {
    /**
     * Waits until a session may have grown since the last call, or since this was opened.
     *
     * @return false when the time passed first
     */
    boolean await(SessionId session, Duration atMost) throws InterruptedException;

    @Override
    void close();
}

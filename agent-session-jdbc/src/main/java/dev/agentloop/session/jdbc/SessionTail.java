package dev.agentloop.session.jdbc;

import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.jdbc.database.Changes;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The records of a session as they come, whoever writes them. PostgreSQL tells when there are more; an SQLite file is
 * looked at ten times a second. Used by one thread.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SessionTail implements AutoCloseable {
    private static final int PAGE = 500;

    private final JdbcSessionStore store;
    private final Changes changes;
    private final SessionId session;
    private long next;

    SessionTail(JdbcSessionStore store, Changes changes, SessionId session, long from) {
        this.store = store;
        this.changes = changes;
        this.session = session;
        this.next = Math.max(1, from);
    }

    /**
     * Waits for records that were not returned yet.
     *
     * @return in order; empty when the time passed first
     * @throws dev.agentloop.SessionNotFoundException when there is no such session
     */
    public List<RolloutRecord> await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            RecordPage page = store.read(session, next, PAGE);
            long left = end - System.nanoTime();
            if (!page.records().isEmpty() || left <= 0) {
                next = page.next();
                return page.records();
            }
            changes.await(session, Duration.ofNanos(left));
        }
    }

    /** Stops listening. */
    @Override
    public void close() {
        changes.close();
    }
}

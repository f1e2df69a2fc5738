package dev.agentloop.session.jdbc.sqlite;

import dev.agentloop.session.SessionId;
import dev.agentloop.session.jdbc.database.Changes;
import java.time.Duration;

/** SQLite tells nobody of what other processes write, so one looks again from time to time. */
final class SqliteChanges implements Changes {
    private static final Duration PAUSE = Duration.ofMillis(100);

    @Override
    public boolean await(SessionId session, Duration atMost) throws InterruptedException {
        boolean looksAgain = atMost.compareTo(PAUSE) >= 0;
        Thread.sleep((looksAgain ? PAUSE : atMost).toMillis());
        return looksAgain;
    }

    @Override
    public void close() {}
}

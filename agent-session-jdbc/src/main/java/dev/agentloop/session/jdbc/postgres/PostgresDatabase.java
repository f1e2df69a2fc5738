package dev.agentloop.session.jdbc.postgres;

import dev.agentloop.SessionStoreException;
import dev.agentloop.session.jdbc.database.Changes;
import dev.agentloop.session.jdbc.database.Database;
import dev.agentloop.session.jdbc.database.Dialect;
import dev.agentloop.session.jdbc.database.Migrations;
import dev.agentloop.session.jdbc.database.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server behind a few connections, each used by one thread at a time. A connection on which a statement failed is not
 * used again.
 */
public final class PostgresDatabase implements Database {
    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresDatabase.class);
    private static final Migrations MIGRATIONS = new Migrations(PostgresSchema.STEPS);

    /** Enough for the sessions that write at the same moment; a server allows a hundred by default, for all programs. */
    private static final int MOST_CONNECTIONS = 8;

    private static final long WAIT_SECONDS = 30;
    private static final int MOST_TRIES = 5;

    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final String name;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean migrated;
    private boolean closed;

    /**
     * Does nothing yet.
     *
     * @param url as {@code jdbc:postgresql://host/database?user=…}
     */
    public PostgresDatabase(String url) {
        source.setURL(url);
        source.setApplicationName("agentloop");
        this.name =
                "PostgreSQL database " + source.getDatabaseName() + " at " + String.join(",", source.getServerNames());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Dialect dialect() {
        return PostgresDialect.INSTANCE;
    }

    @Override
    public <T> T read(String action, Transaction<T> transaction) {
        return run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", action, transaction);
    }

    @Override
    public <T> T write(String action, Transaction<T> transaction) {
        return run("BEGIN ISOLATION LEVEL READ COMMITTED", action, transaction);
    }

    @Override
    public Changes changes() {
        try {
            return new PostgresChanges(name, connect());
        } catch (SQLException e) {
            throw PostgresFailures.of("Cannot listen to " + name, e);
        }
    }

    private <T> T run(String begin, String action, Transaction<T> transaction) {
        await(action);
        try {
            for (int number = 1; ; number++) {
                try {
                    return runOnce(begin, action, transaction);
                } catch (SQLException e) {
                    if (number == MOST_TRIES || !PostgresFailures.mayPass(e)) {
                        throw PostgresFailures.of("Cannot " + action + " in " + name, e);
                    }
                }
            }
        } finally {
            free.release();
        }
    }

    private void await(String action) {
        try {
            if (!free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new SessionStoreException("Cannot " + action + " in " + name + ": all connections were busy for "
                        + WAIT_SECONDS + " seconds; the server is slow or stuck");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SessionStoreException(
                    "Cannot " + action + " in " + name + ": interrupted while waiting for a connection", e);
        }
    }

    private <T> T runOnce(String begin, String action, Transaction<T> transaction) throws SQLException {
        Connection connection = take(action);
        boolean sound = false;
        try {
            execute(connection, begin);
            T result = transaction.run(connection);
            execute(connection, "COMMIT");
            sound = true;
            return result;
        } finally {
            giveBack(connection, sound);
        }
    }

    private Connection take(String action) throws SQLException {
        lock.lock();
        try {
            if (closed) {
                throw new SessionStoreException(
                        "Cannot " + action + ": the session store " + name + " is closed; open another one");
            }
            Connection waiting = idle.poll();
            if (waiting != null) {
                return waiting;
            }
        } finally {
            lock.unlock();
        }
        return connect();
    }

    private Connection connect() throws SQLException {
        Connection connection = source.getConnection();
        try {
            migrate(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    private void migrate(Connection connection) throws SQLException {
        lock.lock();
        try {
            if (!migrated) {
                execute(connection, "BEGIN");
                // Of two processes that meet an empty database, one waits for the other.
                execute(connection, "SELECT pg_advisory_xact_lock(hashtext('agentloop schema'))");
                if (MIGRATIONS.isNeeded(connection)) {
                    MIGRATIONS.apply(connection);
                }
                execute(connection, "COMMIT");
                migrated = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a connection for the next transaction, or closes it, which rolls back. */
    private void giveBack(Connection connection, boolean sound) {
        lock.lock();
        try {
            if (sound && !closed) {
                idle.push(connection);
                return;
            }
        } finally {
            lock.unlock();
        }
        close(connection);
    }

    /** Closes the connections that are idle; the others are closed by their transactions. */
    @Override
    public void close() {
        Deque<Connection> open;
        lock.lock();
        try {
            closed = true;
            open = new ArrayDeque<>(idle);
            idle.clear();
        } finally {
            lock.unlock();
        }
        open.forEach(this::close);
    }

    private void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOGGER.warn("A connection to {} was not closed cleanly", name, e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

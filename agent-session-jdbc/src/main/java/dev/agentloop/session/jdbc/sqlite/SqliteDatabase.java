package dev.agentloop.session.jdbc.sqlite;

import dev.agentloop.SessionStoreException;
import dev.agentloop.session.jdbc.database.Changes;
import dev.agentloop.session.jdbc.database.Database;
import dev.agentloop.session.jdbc.database.Dialect;
import dev.agentloop.session.jdbc.database.Transaction;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file behind one connection, used by one thread at a time. Writers of other processes are waited for, for some
 * seconds. A connection on which a statement failed is not used again: what its transaction left behind is unknown, and
 * opening another takes about 2 ms.
 */
public final class SqliteDatabase implements Database {
    private static final Logger LOGGER = LoggerFactory.getLogger(SqliteDatabase.class);

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;
    private boolean closed;

    /** Does nothing yet. */
    public SqliteDatabase(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Dialect dialect() {
        return SqliteDialect.INSTANCE;
    }

    @Override
    public Changes changes() {
        return new SqliteChanges();
    }

    @Override
    public <T> T read(String action, Transaction<T> transaction) {
        return run("BEGIN", action, transaction);
    }

    @Override
    public <T> T write(String action, Transaction<T> transaction) {
        return run("BEGIN IMMEDIATE", action, transaction);
    }

    private <T> T run(String begin, String action, Transaction<T> transaction) {
        lock.lock();
        try {
            Connection opened = opened(action);
            execute(opened, begin);
            T result = runOrRollBack(opened, transaction);
            execute(opened, "COMMIT");
            return result;
        } catch (SQLException e) {
            SessionStoreException failure = SqliteFailures.of("Cannot " + action + " in " + file, e);
            abandonConnection(failure);
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    private static <T> T runOrRollBack(Connection connection, Transaction<T> transaction) throws SQLException {
        try {
            return transaction.run(connection);
        } catch (RuntimeException e) {
            try {
                execute(connection, "ROLLBACK");
            } catch (SQLException failure) {
                failure.addSuppressed(e);
                throw failure;
            }
            throw e;
        }
    }

    private Connection opened(String action) {
        if (closed) {
            throw new SessionStoreException(
                    "Cannot " + action + ": the session store " + file + " is closed; open another one");
        }
        Connection open = connection;
        if (open == null) {
            try {
                DatabaseFile.prepare(file);
                open = SqliteConnections.open(file);
            } catch (IOException e) {
                throw new SessionStoreException("Cannot open " + file + " to " + action + ": " + e.getMessage(), e);
            } catch (SQLException e) {
                throw SqliteFailures.of("Cannot open " + file + " to " + action, e);
            }
            connection = open;
        }
        return open;
    }

    private void abandonConnection(SessionStoreException failure) {
        Connection abandoned = connection;
        connection = null;
        if (abandoned != null) {
            try {
                abandoned.close(); // rolls back
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Writes what is in the log into the file, as far as no other process reads there, and closes the file. */
    @Override
    public void close() {
        lock.lock();
        try (Connection open = connection) {
            closed = true;
            connection = null;
            if (open != null) {
                execute(open, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
        } catch (SQLException e) {
            LOGGER.warn("{} was not closed cleanly; its log is read when it is opened again", file, e);
        } finally {
            lock.unlock();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

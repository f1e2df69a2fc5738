package dev.agentloop.session.jdbc.sqlite;

import dev.agentloop.session.jdbc.database.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens connections. The only class that refers to the driver, which loads its native code with the first one. */
final class SqliteConnections {
    /** How long a statement waits for another process; its transactions take milliseconds. */
    private static final int BUSY_TIMEOUT_MILLIS = 5000;

    private static final Migrations MIGRATIONS = new Migrations(SqliteSchema.STEPS);

    private SqliteConnections() {}

    /** Opens an existing file, which may be empty, and brings it to the newest schema. */
    static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL); // a commit survives a loss of power
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toUri()); // as a path, a question mark would start parameters
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

    private static void migrate(Connection connection) throws SQLException {
        if (MIGRATIONS.isNeeded(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                MIGRATIONS.apply(connection);
                statement.execute("COMMIT");
            }
        }
    }
}

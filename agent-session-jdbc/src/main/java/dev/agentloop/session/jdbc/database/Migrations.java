package dev.agentloop.session.jdbc.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a database to the newest schema, step by step. Table {@code schema_version} holds one row: how many steps the
 * database has seen. Steps are only ever added, never changed.
 */
public final class Migrations {
    private final List<List<String>> steps;

    /** @param steps the statements of each step, oldest step first */
    public Migrations(List<List<String>> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Whether this version of the library has steps that the database has not seen. */
    public boolean isNeeded(Connection connection) throws SQLException {
        return version(connection) < steps.size();
    }

    /**
     * Runs the missing steps; none when another process was quicker. Belongs into a write transaction.
     *
     * @throws SQLException also when the database was written by a newer version, or by another program
     */
    public void apply(Connection connection) throws SQLException {
        int version = version(connection);
        try (Statement statement = connection.createStatement()) {
            for (List<String> step : steps.subList(version, steps.size())) {
                for (String sql : step) {
                    statement.executeUpdate(sql);
                }
            }
            if (version == 0) {
                statement.executeUpdate("INSERT INTO schema_version (version) VALUES (" + steps.size() + ")");
            } else {
                statement.executeUpdate("UPDATE schema_version SET version = " + steps.size());
            }
        }
    }

    private int version(Connection connection) throws SQLException {
        int tables = 0;
        try (ResultSet found = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (found.next()) {
                if (found.getString("TABLE_NAME").equalsIgnoreCase("schema_version")) {
                    return storedVersion(connection);
                }
                tables++;
            }
        }
        if (tables > 0) {
            throw new SQLException("it holds tables of another program; name another file");
        }
        return 0;
    }

    private int storedVersion(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT version FROM schema_version");
                ResultSet row = query.executeQuery()) {
            int version = row.next() ? row.getInt(1) : 0;
            if (version < 1) {
                throw new SQLException("its schema_version holds no version; restore a copy of it");
            }
            if (version > steps.size()) {
                throw new SQLException("it has schema version " + version + ", this library knows " + steps.size()
                        + "; use the newer version of the library that wrote it");
            }
            return version;
        }
    }
}
